package query

import (
	"regexp"
	"strings"
)

// reference is a text that is nothing but a variable, as Grafana writes them: $node, ${node}, ${node:csv}, [[node]].
var reference = regexp.MustCompile(`^(\$\w+|\$\{\w+[^}]*\}|\[\[\w+[^\]]*\]\])$`)

// refuseVariables: where a query does not come through the data source's front end (alert rules, dashboards that are shared
// externally), nobody replaces variables. Such a condition would match nothing, in silence: a rule would never fire. Leaving
// it out would show, or count, more than its author meant.
func (m model) refuseVariables() error {
	if m.IsReplaced {
		return nil
	}
	places := []place{{"its guid", m.GUID}, {"its JumpScript", m.JumpScriptID}, {"its search", m.Search}}
	for _, condition := range m.Filters {
		places = append(places, placesIn(condition)...)
	}
	for _, one := range places {
		if reference.MatchString(strings.TrimSpace(one.text)) {
			return invalid("Nobody replaced the variable %s in %s: alert rules and dashboards that are shared externally know no variables. Put values in its place; of dashboards, the app's Configuration page makes public copies.", strings.TrimSpace(one.text), one.name)
		}
	}
	return nil
}

// place where a query may name a variable.
type place struct{ name, text string }

func placesIn(condition Condition) []place {
	if takesText(condition.Operator) {
		return nil
	}
	places := make([]place, len(condition.Values))
	for i, value := range condition.Values {
		places[i] = place{"the condition on " + condition.Field, value}
	}
	return places
}

// takesText: in a text that is looked for, "$node" may be meant letter by letter.
func takesText(operator string) bool {
	return strings.Contains(operator, "contains") || strings.Contains(operator, "regex")
}
