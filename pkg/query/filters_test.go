package query

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

func TestWireFilters(t *testing.T) {
	jobs := contract.TheRules.Fields.Jobs

	written := []struct {
		name      string
		condition Condition
		want      string
	}{
		{"one value", Condition{"cmd", "!=", []string{"echo"}}, "cmd|!=|echo"},
		{"separators and backslashes in values, escaped", Condition{"cmd", "=", []string{`a|b\c`}}, `cmd|=|a\|b\\c`},
		{"an open range", Condition{"runMs", "range", []string{"1000", ""}}, "runMs|range|1000|"},
		{"several values of = as in", Condition{"state", "=", []string{"OK", "ERROR"}}, "state|in|OK|ERROR"},
		{"several values of != as not in", Condition{"state", "!=", []string{"OK", "ERROR"}}, "state|not in|OK|ERROR"},
		{"values without the empty ones", Condition{"state", "in", []string{"", "OK"}}, "state|in|OK"},
	}
	for _, tc := range written {
		t.Run("writes "+tc.name, func(t *testing.T) {
			filters, err := wireFilters([]Condition{tc.condition}, jobs)
			require.NoError(t, err)
			require.Equal(t, []string{tc.want}, *filters)
		})
	}

	dropped := []struct {
		name   string
		values []string
	}{
		{"the values are all empty", []string{"", ""}},
		{"there are no values", nil},
		{"a variable's All is among them", []string{"OK", "__all"}},
	}
	for _, tc := range dropped {
		t.Run("drops a condition when "+tc.name, func(t *testing.T) {
			filters, err := wireFilters([]Condition{{"state", "in", tc.values}}, jobs)
			require.NoError(t, err)
			require.Nil(t, filters)
		})
	}

	refused := []struct {
		name      string
		condition Condition
		says      string
	}{
		{"an unknown field", Condition{"colour", "=", []string{"red"}}, `Unknown filter field "colour": expected one of args, attempt,`},
		{"an unknown operator", Condition{"state", "~", []string{"OK"}}, `Unknown filter operator "~": expected for state one of =, !=,`},
		{"an operator of another kind of field", Condition{"timeStart", "=", []string{"5"}}, "expected for timeStart one of range"},
		{"two values for one", Condition{"cmd", "contains", []string{"a", "b"}}, "exactly one value"},
		{"a word for a number", Condition{"nid", "=", []string{"seven"}}, "a number"},
		{"half a range", Condition{"runMs", "range", []string{"1"}}, "two numbers"},
		{"a range of words", Condition{"runMs", "range", []string{"a", "b"}}, "two numbers"},
		{"too many characters", Condition{"cmd", "=", []string{strings.Repeat("x", 20_001)}}, "at most 20000 characters"},
	}
	for _, tc := range refused {
		t.Run("refuses "+tc.name, func(t *testing.T) {
			_, err := wireFilters([]Condition{tc.condition}, jobs)
			require.ErrorContains(t, err, tc.says)
		})
	}

	t.Run("refuses more conditions than the API takes", func(t *testing.T) {
		conditions := make([]Condition, 51)
		for i := range conditions {
			conditions[i] = Condition{"cmd", "=", []string{"echo"}}
		}
		_, err := wireFilters(conditions, jobs)
		require.ErrorContains(t, err, "at most 50 filters, got 51")
	})
}
