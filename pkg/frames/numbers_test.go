package frames

import (
	"maps"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

func TestNumbersAreTheFiguresOfTheContract(t *testing.T) {
	nodes := map[string]string{}
	for name, figure := range NodeNumbers.Figures {
		nodes[name] = figure.Name
	}
	queues := map[string]string{}
	for name, figure := range QueueNumbers.Figures {
		queues[name] = figure.Name
	}
	failures := map[string]string{}
	for name, figure := range FailureNumbers.Figures {
		failures[name] = figure.Name
	}
	for _, list := range []struct {
		kind, first string
		labels      map[string]string
	}{{NodeNumbers.Kind, NodeNumbers.Default, nodes}, {QueueNumbers.Kind, QueueNumbers.Default, queues}, {FailureNumbers.Kind, FailureNumbers.Default, failures}} {
		figures := contract.TheRules.NowFigures[list.kind]
		require.NotEmpty(t, figures, list.kind)
		assert.Equal(t, figures[0].Value, list.first, list.kind)
		labels := map[string]string{}
		for _, figure := range figures {
			labels[figure.Value] = figure.Label
		}
		assert.Equal(t, labels, list.labels, list.kind)
	}
	kinds := slices.Sorted(maps.Keys(contract.TheRules.NowFigures))
	assert.Equal(t, []string{FailureNumbers.Kind, NodeNumbers.Kind, QueueNumbers.Kind}, kinds)
}
