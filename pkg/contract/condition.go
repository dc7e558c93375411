package contract

import "strings"

var escapes = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

// FormatCondition writes a condition as the API takes it: `state|in|ERROR|TIMEOUT`.
func FormatCondition(field, operator string, values ...string) string {
	parts := append([]string{field, operator}, values...)
	for i, part := range parts {
		parts[i] = escapes.Replace(part)
	}
	return strings.Join(parts, "|")
}
