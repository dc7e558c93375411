package query

import (
	"slices"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Condition is one filter: field, operator, values. Conditions are combined with AND.
type Condition struct {
	Field    string   `json:"field"`
	Operator string   `json:"operator"`
	Values   []string `json:"values"`
}

// wireFilters writes the conditions as the API's `filter` parameters; nil when none holds anything back:
// {state = [ERROR TIMEOUT]} → state|in|ERROR|TIMEOUT
func (m model) wireFilters() *[]string {
	var filters []string
	for _, saved := range m.Filters {
		if condition, isEffective := normalise(saved); isEffective {
			filters = append(filters, format(condition))
		}
	}
	if m.Typed != nil {
		filters = append(filters, m.Typed.Filters...)
	}
	if filters == nil {
		return nil
	}
	return &filters
}

// normalise drops what holds nothing back: "All", and conditions without a value, as when a variable is empty.
func normalise(condition Condition) (Condition, bool) {
	if slices.Contains(condition.Values, contract.TheRules.AllValue) {
		return condition, false
	}
	given := slices.DeleteFunc(slices.Clone(condition.Values), func(value string) bool { return value == "" })
	if len(given) == 0 {
		return condition, false
	}
	operator := contract.TheRules.Operators[condition.Operator]
	if operator.Takes == "range" {
		return condition, true // an empty bound is an open one
	}
	condition.Values = given
	if len(given) > 1 && operator.Several != "" {
		condition.Operator = operator.Several
	}
	return condition, true
}

func format(condition Condition) string {
	return contract.FormatCondition(condition.Field, condition.Operator, condition.Values...)
}
