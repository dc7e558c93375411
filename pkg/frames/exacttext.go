package frames

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// exactText is the JSON text itself when a browser that reads it would write one of its numbers otherwise, nil when not:
// {"bytes": 9007199254740993} becomes 9007199254740992 there, and 1.0 becomes 1. It travels beside the value.
func exactText(value *json.RawMessage) *string {
	if value == nil || !changesInBrowser(*value) {
		return nil
	}
	text := string(*value)
	return &text
}

func changesInBrowser(text []byte) bool {
	for at := 0; at < len(text); {
		switch c := text[at]; {
		case c == '"':
			at = afterString(text, at+1)
		case c == '-' || isDigit(c):
			end := at + 1
			for end < len(text) && isOfNumber(text[end]) {
				end++
			}
			if !isSameInBrowser(text[at:end]) {
				return true
			}
			at = end
		default:
			at++
		}
	}
	return false
}

// afterString is the place behind the quote that ends the string whose characters begin at `at`.
func afterString(text []byte, at int) int {
	for at < len(text) && text[at] != '"' {
		if text[at] == '\\' {
			at++
		}
		at++
	}
	return at + 1
}

// exactDigits is how many digits any whole number may have and be exact in a float64.
const exactDigits = 15

func isSameInBrowser(number []byte) bool {
	if len(number) <= exactDigits && number[0] != '-' && !bytes.ContainsAny(number, ".eE") {
		return true
	}
	value, err := strconv.ParseFloat(string(number), 64)
	if err != nil {
		return false // beyond what a float64 holds
	}
	// encoding/json writes floats as JavaScript does, but for a zero with a sign.
	written, err := json.Marshal(value)
	return err == nil && bytes.Equal(written, number) && string(written) != "-0"
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isOfNumber(c byte) bool {
	return isDigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-'
}
