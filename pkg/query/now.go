package query

import (
	"maps"
	"slices"
	"strings"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/frames"
)

// shapeOfNow of a list of what is there now: a table, or one figure of each row as a number. Alert rules take numbers only.
func shapeOfNow[List, Row any](m model, table func(List) data.Frames, numbers frames.NumbersOf[List, Row]) (func(List) data.Frames, error) {
	switch {
	case m.Format == "number" || (m.Format == "" && m.isAlert):
	case m.Format == "" || m.Format == "table":
		return table, nil
	default:
		return nil, invalid("Unknown format %q: expected one of table, number.", m.Format)
	}
	name := m.Figure
	if name == "" {
		name = numbers.Default
	}
	figure, isKnown := numbers.Figures[name]
	if !isKnown {
		return nil, invalid("Unknown figure %q: expected one of %s.", name, strings.Join(slices.Sorted(maps.Keys(numbers.Figures)), ", "))
	}
	return func(list List) data.Frames { return numbers.Frames(list, figure) }, nil
}
