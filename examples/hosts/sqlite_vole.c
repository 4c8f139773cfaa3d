// A SQLite extension: SQL functions and tables that are Go functions.
//
//   .load ./sqlite_vole
//   SELECT vole_load('functions.go');
//
// Each exported function of the script's package main becomes an SQL function of the same name, if
// its parameters and its result are of these types: int, float64, bool, string, []byte. A second
// result of type error is the error of the query. One that returns a slice of structs becomes a
// table: its parameters are the arguments of the table, and the fields of the struct its columns.
//
//   SELECT name, age FROM people(3) WHERE age > 30;
//
// A script is found out about by walking over its types: nothing is registered by name here.

#include <sqlite3ext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <vole.h>

SQLITE_EXTENSION_INIT1

enum { parameters_most = 8, columns_most = 32, bytes_most = 512 };

// What an SQL value is of.
enum value_kind { NONE, INT, FLOAT, BOOL, STRING, BYTES };

// A value, and where it lies in the C struct of a call or in a row.
struct column {
  enum value_kind kind;
  size_t offset;
  char name[64];
};

// A function of a script. Freed with the database's connection.
struct function {
  struct vole *vole;
  struct vole_func *call;
  struct column parameters[parameters_most], result;
  int parameter_count;
  bool has_error;
  size_t error_offset;
  struct column columns[columns_most]; // of a table
  int column_count;                    // 0: it is no table
  size_t row_size;
};

// The script of a connection.
struct script {
  struct vole *vole;
};

// Types.

static enum value_kind kind_of(const struct vole_type *type) {
  struct vole_type_info info;
  vole_type_describe(type, &info);
  switch (info.kind) {
  case VOLE_KIND_INT:
    return INT;
  case VOLE_KIND_FLOAT64:
    return FLOAT;
  case VOLE_KIND_BOOL:
    return BOOL;
  case VOLE_KIND_STRING:
    return STRING;
  case VOLE_KIND_SLICE:
    vole_type_describe(info.elem, &info);
    return info.kind == VOLE_KIND_UINT8 ? BYTES : NONE;
  default:
    return NONE;
  }
}

// Notes the columns of a result of type []struct. Returns false if it is none.
static bool note_table(struct function *f, const struct vole_type *result) {
  struct vole_type_info info;
  vole_type_describe(result, &info);
  const struct vole_type *row = info.kind == VOLE_KIND_SLICE ? info.elem : NULL;
  vole_type_describe(row, &info);
  if (info.kind != VOLE_KIND_STRUCT || info.members > columns_most)
    return false;
  f->row_size = info.size;
  for (int i = 0; i < info.members; i++) {
    struct vole_member member;
    vole_type_member(row, i, &member);
    struct column *column = &f->columns[f->column_count];
    *column = (struct column){.kind = kind_of(member.type), .offset = member.offset};
    snprintf(column->name, sizeof column->name, "%s", member.name);
    f->column_count += column->kind != NONE;
  }
  return f->column_count > 0;
}

// Notes how a function is called. Returns false if it cannot be called from SQL.
static bool note_signature(struct function *f, const struct vole_type *type) {
  struct vole_type_info info;
  struct vole_member member;
  vole_type_describe(type, &info);
  int results = info.members - info.params;
  if (info.params > parameters_most || info.variadic || results < 1 || results > 2)
    return false;
  for (int i = 0; i < info.params; i++) {
    vole_type_member(type, i, &member);
    f->parameters[i] = (struct column){.kind = kind_of(member.type), .offset = member.offset};
    if (f->parameters[i].kind == NONE)
      return false;
  }
  f->parameter_count = info.params;
  if (results == 2) {
    vole_type_member(type, info.params + 1, &member);
    f->has_error = member.type == vole_type(f->vole, "error", NULL);
    f->error_offset = member.offset;
    if (!f->has_error)
      return false;
  }
  vole_type_member(type, info.params, &member);
  f->result.kind = kind_of(member.type);
  return f->result.kind != NONE || note_table(f, member.type);
}

// Values.

static void store(struct vole *vole, const struct column *p, char *arguments,
                  sqlite3_value *value) {
  void *at = arguments + p->offset;
  switch (p->kind) {
  case INT:
    *(int64_t *)at = sqlite3_value_int64(value);
    break;
  case FLOAT:
    *(double *)at = sqlite3_value_double(value);
    break;
  case BOOL:
    *(bool *)at = sqlite3_value_int64(value) != 0;
    break;
  case STRING: {
    const char *text = (const char *)sqlite3_value_text(value);
    *(struct vole_string *)at = vole_string_new(vole, text, (size_t)sqlite3_value_bytes(value));
    break;
  }
  case BYTES: {
    const void *bytes = sqlite3_value_blob(value);
    *(struct vole_slice *)at = vole_bytes_new(vole, bytes, (size_t)sqlite3_value_bytes(value));
    break;
  }
  case NONE:
    break;
  }
}

static void give(sqlite3_context *context, const struct column *c, const char *values) {
  const void *at = values + c->offset;
  switch (c->kind) {
  case INT:
    sqlite3_result_int64(context, *(const int64_t *)at);
    break;
  case FLOAT:
    sqlite3_result_double(context, *(const double *)at);
    break;
  case BOOL:
    sqlite3_result_int(context, *(const bool *)at);
    break;
  case STRING: {
    const struct vole_string *s = at;
    sqlite3_result_text64(context, s->len ? s->ptr : "", (sqlite3_uint64)s->len, SQLITE_TRANSIENT,
                          SQLITE_UTF8);
    break;
  }
  case BYTES: {
    const struct vole_slice *s = at;
    sqlite3_result_blob64(context, s->len ? s->ptr : "", (sqlite3_uint64)s->len, SQLITE_TRANSIENT);
    break;
  }
  case NONE:
    sqlite3_result_null(context);
  }
}

// Calls a function. Returns NULL, or what went wrong, which sqlite3_free frees.
static char *call(const struct function *f, sqlite3_value **values, char *results) {
  char arguments[bytes_most] = {0};
  struct vole_error err = {0};
  char *problem = NULL;
  for (int i = 0; i < f->parameter_count; i++)
    store(f->vole, &f->parameters[i], arguments, values[i]);
  if (!vole_call(f->vole, f->call, arguments, results, &err)) {
    problem = sqlite3_mprintf("%.*s", (int)strcspn(err.message, "\n"), err.message);
    vole_error_clear(&err);
    return problem;
  }
  if (!f->has_error)
    return NULL;
  const struct vole_iface *error = (const void *)(results + f->error_offset);
  if (!error->type)
    return NULL;
  char *text = vole_iface_text(f->vole, *error, NULL);
  problem = sqlite3_mprintf("%s", text ? text : "the function failed");
  free(text);
  return problem;
}

static void call_scalar(sqlite3_context *context, int count, sqlite3_value **values) {
  const struct function *f = sqlite3_user_data(context);
  char results[bytes_most];
  (void)count;
  char *problem = call(f, values, results);
  if (problem)
    sqlite3_result_error(context, problem, -1);
  else
    give(context, &f->result, results);
  sqlite3_free(problem);
}

// Tables: a call of the function makes all rows; the cursor holds the slice.

struct table {
  sqlite3_vtab base; // must be first
  struct function *function;
};

struct cursor {
  sqlite3_vtab_cursor base; // must be first
  struct vole_ref *rows;
  int64_t count, at;
};

static int table_connect(sqlite3 *db, void *user, int argc, const char *const *argv,
                         sqlite3_vtab **result, char **error) {
  struct function *f = user;
  char declaration[columns_most * 80] = "CREATE TABLE t(";
  size_t used = strlen(declaration);
  (void)argc, (void)argv, (void)error;
  for (int i = 0; i < f->column_count; i++)
    used += (size_t)snprintf(declaration + used, sizeof declaration - used, "%s\"%s\"",
                             i ? ", " : "", f->columns[i].name);
  for (int i = 0; i < f->parameter_count; i++)
    used +=
        (size_t)snprintf(declaration + used, sizeof declaration - used, ", \"arg%d\" HIDDEN", i);
  snprintf(declaration + used, sizeof declaration - used, ")");
  struct table *table = sqlite3_malloc(sizeof *table);
  if (!table)
    return SQLITE_NOMEM;
  *table = (struct table){.function = f};
  *result = &table->base;
  return sqlite3_declare_vtab(db, declaration);
}

static int table_disconnect(sqlite3_vtab *table) {
  sqlite3_free(table);
  return SQLITE_OK;
}

// Asks for a value of each parameter.
static int table_plan(sqlite3_vtab *base, sqlite3_index_info *info) {
  const struct function *f = ((struct table *)base)->function;
  int found = 0;
  for (int i = 0; i < info->nConstraint; i++) {
    int parameter = info->aConstraint[i].iColumn - f->column_count;
    if (parameter < 0 || info->aConstraint[i].op != SQLITE_INDEX_CONSTRAINT_EQ)
      continue;
    if (!info->aConstraint[i].usable)
      return SQLITE_CONSTRAINT;
    info->aConstraintUsage[i].argvIndex = parameter + 1;
    info->aConstraintUsage[i].omit = 1;
    found++;
  }
  if (found == f->parameter_count)
    return SQLITE_OK;
  base->zErrMsg =
      sqlite3_mprintf("%d arguments are needed, and %d given", f->parameter_count, found);
  return SQLITE_ERROR;
}

static int cursor_open(sqlite3_vtab *table, sqlite3_vtab_cursor **result) {
  struct cursor *cursor = sqlite3_malloc(sizeof *cursor);
  (void)table;
  if (!cursor)
    return SQLITE_NOMEM;
  *cursor = (struct cursor){.at = 0};
  *result = &cursor->base;
  return SQLITE_OK;
}

static struct vole *vole_of(sqlite3_vtab_cursor *base) {
  return ((struct table *)base->pVtab)->function->vole;
}

static int cursor_close(sqlite3_vtab_cursor *base) {
  vole_release(vole_of(base), ((struct cursor *)base)->rows);
  sqlite3_free(base);
  return SQLITE_OK;
}

static int cursor_begin(sqlite3_vtab_cursor *base, int plan, const char *text, int count,
                        sqlite3_value **values) {
  struct cursor *cursor = (struct cursor *)base;
  const struct function *f = ((struct table *)base->pVtab)->function;
  struct vole_slice results[bytes_most / sizeof(struct vole_slice)] = {{0}};
  (void)plan, (void)text, (void)count;
  vole_release(f->vole, cursor->rows);
  cursor->rows = NULL;
  base->pVtab->zErrMsg = call(f, values, (char *)results);
  if (base->pVtab->zErrMsg)
    return SQLITE_ERROR;
  cursor->rows = vole_hold(f->vole, results[0].ptr); // NULL for a nil slice
  cursor->count = results[0].len;
  cursor->at = 0;
  return SQLITE_OK;
}

static int cursor_next(sqlite3_vtab_cursor *base) {
  ((struct cursor *)base)->at++;
  return SQLITE_OK;
}

static int cursor_is_at_end(sqlite3_vtab_cursor *base) {
  const struct cursor *cursor = (struct cursor *)base;
  return cursor->at >= cursor->count;
}

static int cursor_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int i) {
  const struct cursor *cursor = (struct cursor *)base;
  const struct function *f = ((struct table *)base->pVtab)->function;
  if (i < f->column_count)
    give(context, &f->columns[i],
         (const char *)vole_ref_object(cursor->rows) + (size_t)cursor->at * f->row_size);
  return SQLITE_OK;
}

static int cursor_row(sqlite3_vtab_cursor *base, sqlite3_int64 *row) {
  *row = ((struct cursor *)base)->at;
  return SQLITE_OK;
}

static sqlite3_module module = {
    .xConnect = table_connect,
    .xBestIndex = table_plan,
    .xDisconnect = table_disconnect,
    .xOpen = cursor_open,
    .xClose = cursor_close,
    .xFilter = cursor_begin,
    .xNext = cursor_next,
    .xEof = cursor_is_at_end,
    .xColumn = cursor_column,
    .xRowid = cursor_row,
};

// Loading.

// Registers a function of the script, if SQL can call it.
static int register_function(sqlite3 *db, struct vole *vole, const char *name,
                             const struct vole_type *type, int *registered) {
  struct function *f = sqlite3_malloc(sizeof *f);
  struct vole_type_info info;
  char full_name[128];
  if (!f)
    return SQLITE_NOMEM;
  *f = (struct function){.vole = vole};
  vole_type_describe(type, &info);
  snprintf(full_name, sizeof full_name, "main.%s", name);
  f->call = note_signature(f, type) ? vole_func(vole, full_name, info.text, NULL) : NULL;
  if (!f->call) {
    sqlite3_free(f);
    return SQLITE_OK;
  }
  ++*registered;
  if (f->column_count > 0)
    return sqlite3_create_module_v2(db, name, &module, f, sqlite3_free);
  return sqlite3_create_function_v2(db, name, f->parameter_count, SQLITE_UTF8, f, call_scalar, NULL,
                                    NULL, sqlite3_free);
}

// vole_load(path): loads the script of the connection. Returns how many functions SQL has of it.
static void load(sqlite3_context *context, int count, sqlite3_value **values) {
  struct script *script = sqlite3_user_data(context);
  sqlite3 *db = sqlite3_context_db_handle(context);
  const char *path = (const char *)sqlite3_value_text(values[0]);
  struct vole_error err = {0};
  (void)count;
  if (!vole_load_file(script->vole, path ? path : "", &err)) {
    sqlite3_result_error(context, err.message, -1);
    vole_error_clear(&err);
    return;
  }
  int registered = 0, status = SQLITE_OK;
  struct vole_symbol symbol;
  for (int i = 0; status == SQLITE_OK && vole_package_symbol(script->vole, "main", i, &symbol); i++)
    if (symbol.kind == VOLE_SYMBOL_FUNC && symbol.exported)
      status = register_function(db, script->vole, symbol.name, symbol.type, &registered);
  if (status == SQLITE_OK)
    sqlite3_result_int(context, registered);
  else
    sqlite3_result_error_code(context, status);
}

static void free_script(void *user) {
  struct script *script = user;
  vole_free(script->vole);
  sqlite3_free(script);
}

int sqlite3_sqlitevole_init(sqlite3 *db, char **error, const sqlite3_api_routines *api);

// What SQLite calls when it has loaded this library.
int sqlite3_sqlitevole_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
  SQLITE_EXTENSION_INIT2(api);
  struct script *script = sqlite3_malloc(sizeof *script);
  struct vole_error err = {0};
  if (!script)
    return SQLITE_NOMEM;
  script->vole = vole_new(NULL, &err);
  if (!script->vole) {
    *error = sqlite3_mprintf("%s", err.message);
    vole_error_clear(&err);
    sqlite3_free(script);
    return SQLITE_ERROR;
  }
  return sqlite3_create_function_v2(db, "vole_load", 1, SQLITE_UTF8 | SQLITE_DIRECTONLY, script,
                                    load, NULL, NULL, free_script);
}
