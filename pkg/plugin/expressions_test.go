package plugin_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"
)

// What the shipped rules use of Grafana's server-side expressions, by its rules: two sides are joined where the labels of one
// hold those of the other, "&&" is decided by its left side first, and NaN stays NaN.

type numberOf struct {
	labels data.Labels
	value  float64
}

func evaluateExpression(t *testing.T, model map[string]any, values map[string][]numberOf) []numberOf {
	t.Helper()
	text, isText := model["expression"].(string)
	require.True(t, isText)
	if model["type"] == "math" {
		// Go reads the same operators in the same order; only variables are written otherwise.
		expression, err := parser.ParseExpr(strings.ReplaceAll(text, "$", ""))
		require.NoError(t, err)
		return evaluateMath(t, expression, values)
	}
	require.Equal(t, "threshold", model["type"])
	conditions, _ := model["conditions"].([]any)
	require.Len(t, conditions, 1)
	condition, _ := conditions[0].(map[string]any)
	evaluator, _ := condition["evaluator"].(map[string]any)
	require.Equal(t, "gt", evaluator["type"])
	params, _ := evaluator["params"].([]any)
	limit, isNumber := params[0].(int)
	require.True(t, isNumber)
	return join(values[text], []numberOf{{value: float64(limit)}}, token.GTR)
}

func evaluateMath(t *testing.T, expression ast.Expr, values map[string][]numberOf) []numberOf {
	t.Helper()
	switch one := expression.(type) {
	case *ast.Ident:
		known, isKnown := values[one.Name]
		require.True(t, isKnown, one.Name)
		return known
	case *ast.BasicLit:
		value, err := strconv.ParseFloat(one.Value, 64)
		require.NoError(t, err)
		return []numberOf{{value: value}}
	case *ast.BinaryExpr:
		return join(evaluateMath(t, one.X, values), evaluateMath(t, one.Y, values), one.Op)
	}
	require.Fail(t, "unexpected expression")
	return nil
}

func join(left, right []numberOf, operator token.Token) []numberOf {
	var joined []numberOf
	for _, a := range left {
		for _, b := range right {
			switch {
			case a.labels.Contains(b.labels):
				joined = append(joined, numberOf{a.labels, apply(operator, a.value, b.value)})
			case b.labels.Contains(a.labels):
				joined = append(joined, numberOf{b.labels, apply(operator, a.value, b.value)})
			}
		}
	}
	return joined
}

func apply(operator token.Token, a, b float64) float64 {
	if operator == token.LAND && a == 0 {
		return 0
	}
	if math.IsNaN(a) || math.IsNaN(b) {
		return math.NaN()
	}
	return operators[operator](a, b)
}

var operators = map[token.Token]func(a, b float64) float64{
	token.MUL:  func(a, b float64) float64 { return a * b },
	token.QUO:  func(a, b float64) float64 { return a / b },
	token.GTR:  func(a, b float64) float64 { return truth(a > b) },
	token.GEQ:  func(a, b float64) float64 { return truth(a >= b) },
	token.LAND: func(_, b float64) float64 { return truth(b != 0) },
}

func truth(holds bool) float64 {
	if holds {
		return 1
	}
	return 0
}
