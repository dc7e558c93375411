package frames

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// look is how core panels (table, logs, time series) show a field; our own panels go by the field's name.
type look struct {
	label       string
	unit        string
	description string
}

type looks map[string]look

// wholeSeconds is Grafana's unit of a time without milliseconds, which it shows else when a table's times are close.
const wholeSeconds = "time:YYYY-MM-DD HH:mm:ss"

func (l looks) config(name string) *data.FieldConfig {
	look, isKnown := l[name]
	if !isKnown {
		return nil
	}
	config := &data.FieldConfig{DisplayName: look.label, Unit: look.unit, Description: look.description}
	if name == "state" {
		config.Mappings = stateMappings()
		config.Custom = map[string]any{"cellOptions": map[string]any{"type": "color-text"}}
	}
	return config
}

// fromContract takes labels and units of the filter model; `extra` has the fields one cannot filter by, and wins.
func fromContract(fields map[string]contract.FieldSpec, extra looks) looks {
	all := looks{}
	for name, spec := range fields {
		all[name] = look{label: spec.Label, unit: spec.Unit}
	}
	for name, look := range extra {
		all[name] = look
	}
	return all
}

// stateMappings colours a state and keeps its word: colour alone would not be readable by everyone.
func stateMappings() data.ValueMappings {
	mapper := data.ValueMapper{}
	for state, look := range contract.TheRules.States {
		mapper[string(state)] = data.ValueMappingResult{Text: string(state), Color: look.Color}
	}
	return data.ValueMappings{mapper}
}
