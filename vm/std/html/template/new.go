package template

// ErrJSTemplate was the code of an action in a template literal of JavaScript. Nothing returns it.
const ErrJSTemplate = ErrPredefinedEscaper + 1
