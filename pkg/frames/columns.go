// Package frames shapes the API's answers as Grafana data frames: one file per query type, all of them pure.
// columns.go turns rows into fields, looks.go says how core panels show them, series.go puts figures of groups together,
// meta.go says what an answer covers.
package frames

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// column is one field of a table: how it is made from the rows, and how core panels show it.
type column[R any] struct {
	name   string
	values func(rows []R) *data.Field
	look   look
}

// col takes a value per row; V is one of the types a data.Field can hold. Panels find fields by this name.
func col[R, V any](name string, get func(R) V) column[R] {
	return column[R]{name: name, values: func(rows []R) *data.Field {
		values := make([]V, len(rows))
		for i, row := range rows {
			values[i] = get(row)
		}
		return data.NewField(name, nil, values)
	}}
}

// as says what the filter model does not say of a field, or says otherwise.
func (c column[R]) as(look look) column[R] {
	c.look = look
	return c
}

// table takes labels and units of what one can filter by from the filter model.
func table[R any](name string, rows []R, columns []column[R], fields map[string]contract.FieldSpec) *data.Frame {
	frame := data.NewFrame(name)
	for _, column := range columns {
		field := column.values(rows)
		field.Config = column.look.over(fields[column.name]).config(column.name)
		frame.Fields = append(frame.Fields, field)
	}
	return frame
}

// at reads the API's epoch milliseconds.
func at(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func atOrNil(ms *int64) *time.Time {
	if ms == nil {
		return nil
	}
	moment := at(*ms)
	return &moment
}

// wholeOrNil: a data.Field has no plain int.
func wholeOrNil(value *int) *int64 {
	if value == nil {
		return nil
	}
	whole := int64(*value)
	return &whole
}

// words reads as it is written, in tables and in Explore: `master, cpunode`. For words that hold no comma.
func words(list []string) string { return strings.Join(list, ", ") }

// list is always a JSON list, also when there is nothing in it.
func list(words []string) json.RawMessage {
	if words == nil {
		words = []string{}
	}
	return toJSON(words)
}

// toJSON is for maps, lists and structs of plain values, which cannot fail to marshal.
func toJSON(value any) json.RawMessage {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	return text
}
