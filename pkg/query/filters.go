package query

import (
	"regexp"
	"slices"
	"strings"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Condition is one filter: field, operator, values. Conditions are combined with AND.
type Condition struct {
	Field    string   `json:"field"`
	Operator string   `json:"operator"`
	Values   []string `json:"values"`
}

// allValue is what a dashboard variable's "All" stands for: the condition does not hold anything back.
const allValue = "__all"

var (
	numeric = regexp.MustCompile(`^-?\d{1,15}(\.\d{1,6})?$`)
	escapes = strings.NewReplacer(`\`, `\\`, `|`, `\|`)
	// several is what an operator becomes when a multi-value variable gives it more than one value.
	several = map[string]string{"=": "in", "!=": "not in"}
)

// wireFilters checks conditions by the contract's rules and writes them as the API's `filter` parameters:
// {state = [ERROR TIMEOUT]} → state|in|ERROR|TIMEOUT
func wireFilters(conditions []Condition, fields map[string]contract.FieldSpec) (*[]string, error) {
	limits := contract.TheRules.Limits
	var filters []string
	for _, saved := range conditions {
		condition, isEffective := normalise(saved)
		if !isEffective {
			continue
		}
		if err := check(condition, fields); err != nil {
			return nil, err
		}
		text := format(condition)
		if length := len([]rune(text)); length > limits.ConditionChars {
			return nil, invalid("Expected at most %d characters in the filter on %s, got %d. Choose fewer values.", limits.ConditionChars, condition.Field, length)
		}
		filters = append(filters, text)
	}
	if len(filters) > limits.Conditions {
		return nil, invalid("Expected at most %d filters, got %d. Remove some.", limits.Conditions, len(filters))
	}
	if filters == nil {
		return nil, nil
	}
	return &filters, nil
}

// normalise drops what holds nothing back: "All", and conditions without a value, as when a variable is empty.
func normalise(condition Condition) (Condition, bool) {
	if slices.Contains(condition.Values, allValue) {
		return condition, false
	}
	isEmpty := func(value string) bool { return value == "" }
	if !slices.ContainsFunc(condition.Values, func(value string) bool { return !isEmpty(value) }) {
		return condition, false
	}
	if condition.Operator == "range" {
		return condition, true // an empty bound is an open one
	}
	condition.Values = slices.DeleteFunc(slices.Clone(condition.Values), isEmpty)
	if many, isSingle := several[condition.Operator]; isSingle && len(condition.Values) > 1 {
		condition.Operator = many
	}
	return condition, true
}

func check(condition Condition, fields map[string]contract.FieldSpec) error {
	spec, isKnown := fields[condition.Field]
	if !isKnown {
		return invalid("Unknown filter field %q: expected one of %s.", condition.Field, strings.Join(names(fields), ", "))
	}
	operators := contract.TheRules.OperatorsByKind[spec.Kind]
	if !slices.Contains(operators, condition.Operator) {
		return invalid("Unknown filter operator %q: expected for %s one of %s.", condition.Operator, condition.Field, strings.Join(operators, ", "))
	}
	if expected := expectedValues(condition, spec); expected != "" {
		return invalid("Cannot filter %s %s %q: expected %s.", condition.Field, condition.Operator, strings.Join(condition.Values, ", "), expected)
	}
	return nil
}

// expectedValues is empty when the values fit the operator and the field.
func expectedValues(condition Condition, spec contract.FieldSpec) string {
	values := condition.Values
	switch {
	case condition.Operator == "range":
		isBound := func(value string) bool { return value == "" || numeric.MatchString(value) }
		if len(values) != 2 || !isBound(values[0]) || !isBound(values[1]) {
			return "two numbers, from and to, of which one may be empty"
		}
	case condition.Operator != "in" && condition.Operator != "not in" && len(values) != 1:
		return "exactly one value"
	case spec.Kind == "number" && slices.ContainsFunc(values, func(value string) bool { return !numeric.MatchString(value) }):
		return "a number"
	}
	return ""
}

func format(condition Condition) string {
	parts := append([]string{condition.Field, condition.Operator}, condition.Values...)
	for i, part := range parts {
		parts[i] = escapes.Replace(part)
	}
	return strings.Join(parts, "|")
}

func names(fields map[string]contract.FieldSpec) []string {
	all := make([]string, 0, len(fields))
	for name := range fields {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
