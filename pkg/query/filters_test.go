package query

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestWireFilters(t *testing.T) {
	written := []struct {
		name      string
		condition Condition
		want      string
	}{
		{"one value", Condition{"cmd", "!=", []string{"echo"}}, "cmd|!=|echo"},
		{"one value of =", Condition{"cmd", "=", []string{"echo"}}, "cmd|=|echo"},
		{"separators and backslashes in values, escaped", Condition{"cmd", "=", []string{`a|b\c`}}, `cmd|=|a\|b\\c`},
		{"an open range", Condition{"runMs", "range", []string{"1000", ""}}, "runMs|range|1000|"},
		{"a range that is open below", Condition{"runMs", "range", []string{"", "1000"}}, "runMs|range||1000"},
		{"decimals and minus signs as they are", Condition{"resultCode", "range", []string{"-1.50", "-0.5"}}, "resultCode|range|-1.50|-0.5"},
		{"numbers of sixteen digits as they are", Condition{"id", "=", []string{"9007199254740993"}}, "id|=|9007199254740993"},
		{"characters of several bytes as they are", Condition{"args", "contains", []string{"zażółć|🛠"}}, `args|contains|zażółć\|🛠`},
		{"several values of = as in", Condition{"state", "=", []string{"OK", "ERROR"}}, "state|in|OK|ERROR"},
		{"several values of != as not in", Condition{"state", "!=", []string{"OK", "ERROR"}}, "state|not in|OK|ERROR"},
		{"values without the empty ones", Condition{"state", "in", []string{"", "OK"}}, "state|in|OK"},
		{"one value beside an empty one as one", Condition{"state", "=", []string{"OK", ""}}, "state|=|OK"},
		{"what only the controller can refuse", Condition{"colour", "~", []string{"a", "b"}}, "colour|~|a|b"},
	}
	for _, tc := range written {
		t.Run("writes "+tc.name, func(t *testing.T) {
			require.Equal(t, &[]string{tc.want}, model{Filters: []Condition{tc.condition}}.wireFilters())
		})
	}

	dropped := []struct {
		name      string
		condition Condition
	}{
		{"the values are all empty", Condition{"state", "in", []string{"", ""}}},
		{"both ends of a range are open", Condition{"runMs", "range", []string{"", ""}}},
		{"there are no values", Condition{"state", "in", nil}},
		{"a variable's All is among them", Condition{"state", "in", []string{"OK", "__all"}}},
	}
	for _, tc := range dropped {
		t.Run("drops a condition when "+tc.name, func(t *testing.T) {
			require.Nil(t, model{Filters: []Condition{tc.condition}}.wireFilters())
		})
	}

	t.Run("keeps every other condition, in order", func(t *testing.T) {
		conditions := []Condition{
			{"gid", "=", []string{"1"}}, {"state", "=", []string{"__all"}}, {"cmd", "=", []string{""}}, {"gid", "in", []string{"1", "2"}},
		}
		require.Equal(t, &[]string{"gid|=|1", "gid|in|1|2"}, model{Filters: conditions}.wireFilters())
	})

	for _, filter := range []string{"state|=|__all", "nodeName|=|", "state|in||OK", "cmd|contains|$state", "colour"} {
		t.Run("writes what a viewer typed as it is, beside the saved conditions: "+filter, func(t *testing.T) {
			asked := model{Filters: []Condition{{"gid", "=", []string{"1"}}}, Typed: &typed{Filters: []string{filter}}}
			require.Equal(t, &[]string{"gid|=|1", filter}, asked.wireFilters())
		})
	}

	t.Run("leaves the saved condition as it was", func(t *testing.T) {
		values := []string{"", "OK", "ERROR"}
		model{Filters: []Condition{{"state", "=", values}}}.wireFilters()
		require.Equal(t, []string{"", "OK", "ERROR"}, values)
	})
}
