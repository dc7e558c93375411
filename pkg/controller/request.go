package controller

import (
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
)

// Request describes a read of the API whose answer is a T. Pure: Ask performs it.
type Request[T any] struct {
	path  string
	query url.Values
}

// String is the request as one would type it after curl; Grafana's query inspector shows it.
func (r Request[T]) String() string {
	return "GET " + withQuery(r.path, r.query.Encode())
}

func withQuery(path, rawQuery string) string {
	if rawQuery == "" {
		return path
	}
	return path + "?" + rawQuery
}

// Get takes a path below the API's root, and one of the contract's parameter structs, or nil.
func Get[T any](path string, params any) Request[T] {
	return Request[T]{path: apiRoot + path, query: encode(params)}
}

// encode writes a parameter struct by its form tags; nil pointers are left out, lists are repeated. What must be given is
// no pointer.
func encode(params any) url.Values {
	values := url.Values{}
	if params == nil {
		return values
	}
	fields := reflect.ValueOf(params)
	for i := range fields.NumField() {
		// The zero Value when the pointer is nil.
		value := reflect.Indirect(fields.Field(i))
		name, _, _ := strings.Cut(fields.Type().Field(i).Tag.Get("form"), ",")
		switch {
		case !value.IsValid():
		case value.Kind() == reflect.Slice:
			for j := range value.Len() {
				values.Add(name, fmt.Sprint(value.Index(j)))
			}
		default:
			values.Set(name, fmt.Sprint(value))
		}
	}
	return values
}

// ID is an id as one segment of a path.
type ID struct{ segment string }

// NewID refuses what would lead to another endpoint: nothing, "." and "..".
func NewID(text string) (ID, error) {
	if text == "" || text == "." || text == ".." {
		return ID{}, backend.DownstreamError(&Error{
			Kind: Refused, Status: http.StatusBadRequest,
			message: fmt.Sprintf("Expected the id of a job, a JumpScript or a field, got %q. Follow a link of the Jobs dashboard.", text),
		})
	}
	return ID{url.PathEscape(text)}, nil
}

func (id ID) String() string { return id.segment }
