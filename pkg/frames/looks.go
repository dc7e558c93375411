package frames

import (
	"cmp"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// look is how core panels (table, logs, time series) show a field; our own panels go by the field's name.
type look struct {
	label       string
	unit        string
	description string
	// color of the whole field: Grafana's name of it.
	color string
}

// wholeSeconds is Grafana's unit of a time without milliseconds, which it shows else when a table's times are close.
const wholeSeconds = "time:YYYY-MM-DD HH:mm:ss"

// over fills in from the filter model what a column does not say itself.
func (l look) over(spec contract.FieldSpec) look {
	l.label, l.unit = cmp.Or(l.label, spec.Label), cmp.Or(l.unit, spec.Unit)
	return l
}

// config is nil for a field that nobody has described.
func (l look) config(name string) *data.FieldConfig {
	if l == (look{}) {
		return nil
	}
	config := &data.FieldConfig{DisplayName: l.label, Unit: l.unit, Description: l.description}
	if l.color != "" {
		config.Color = map[string]any{"mode": "fixed", "fixedColor": l.color}
	}
	if name == "state" {
		config.Mappings = stateMappings()
		config.Custom = map[string]any{"cellOptions": map[string]any{"type": "color-text"}}
	}
	return config
}

// stateMappings colours a state and keeps its word: colour alone would not be readable by everyone.
func stateMappings() data.ValueMappings {
	mapper := data.ValueMapper{}
	for state, look := range contract.TheRules.States {
		mapper[string(state)] = data.ValueMappingResult{Text: string(state), Color: look.Color}
	}
	return data.ValueMappings{mapper}
}
