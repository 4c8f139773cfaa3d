package multipart

import "fmt"

// FileContentDisposition returns the header Content-Disposition of a file in a form.
func FileContentDisposition(fieldname, filename string) string {
	return fmt.Sprintf(`form-data; name="%s"; filename="%s"`, escapeQuotes(fieldname), escapeQuotes(filename))
}
