package frames

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"
)

// Figure is one number of a row; nil: the row has no part in it.
type Figure[Row any] struct {
	Name, Unit string
	Of         func(Row, int64) *float64
}

// NumbersOf is how a list of what is there now becomes numbers: what alert rules and stats take.
type NumbersOf[List, Row any] struct {
	// Kind is the list's, in the frame's meta data.
	Kind    string
	Rows    func(List) []Row
	AsOf    func(List) int64
	Labels  func(Row) data.Labels
	Figures map[string]Figure[Row]
	// Default is the figure when none is named.
	Default string
}

// Frames is one frame per row with its labels. Nothing to count is zero: for a rule that is Normal, not missing data.
func (n NumbersOf[List, Row]) Frames(list List, figure Figure[Row]) data.Frames {
	var frames data.Frames
	for _, row := range n.Rows(list) {
		if value := figure.Of(row, n.AsOf(list)); value != nil {
			frames = append(frames, numberFrame(figure.Name, figure.Unit, n.Labels(row), *value))
		}
	}
	if len(frames) == 0 {
		frames = data.Frames{numberFrame(figure.Name, figure.Unit, nil, 0)}
	}
	return series(data.FrameTypeNumericMulti, frames, Custom{Kind: n.Kind, AsOf: n.AsOf(list)})
}

func numberFrame(name, unit string, labels data.Labels, value float64) *data.Frame {
	config := &data.FieldConfig{Unit: unit, DisplayNameFromDS: name}
	if len(labels) > 0 {
		config.DisplayNameFromDS = groupName(labels)
	}
	return data.NewFrame("", data.NewField("value", labels, []float64{value}).SetConfig(config))
}

func number(value float64) *float64 { return &value }

// since is in seconds; a moment that the asker's clock has not reached is now.
func since(then, asOf int64) *float64 { return number(float64(max(0, asOf-then)) / 1000) }
