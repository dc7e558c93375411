// Package jsonfault says what is wrong with a JSON text in words for the person who wrote it, not in Go's.
package jsonfault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
)

// Describe an error of encoding/json: `"limit" is a text, expected a whole number`. Other errors keep their words.
func Describe(err error) string {
	var mismatch *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &mismatch) && mismatch.Field == "":
		return fmt.Sprintf("it is %s, expected %s", found(mismatch.Value), word(mismatch.Type))
	case errors.As(err, &mismatch):
		return fmt.Sprintf("%q is %s, expected %s", mismatch.Field, found(mismatch.Value), word(mismatch.Type))
	case errors.As(err, &syntax):
		return fmt.Sprintf("it is no JSON from character %d on", syntax.Offset)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends before it is complete"
	}
	return err.Error()
}

// found in its place; encoding/json names it, a number perhaps with its digits.
func found(value string) string {
	switch value {
	case "string":
		return "a text"
	case "bool":
		return "true or false"
	case "array":
		return "a list"
	case "object":
		return "an object"
	case "number":
		return "a number"
	}
	return "the " + value // "number 1.5", where the type of Go cannot hold it
}

// word of JSON for a type of Go.
func word(wanted reflect.Type) string {
	switch wanted.Kind() {
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Struct, reflect.Map, reflect.Interface, reflect.Pointer:
		return "an object"
	case reflect.Float32, reflect.Float64:
		return "a number"
	default: // the many kinds of integer
		return "a whole number"
	}
}
