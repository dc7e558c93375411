package frames

import (
	"fmt"
	"maps"
	"slices"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// graphNode is a job, or the batch, as Grafana's node graph shows it.
type graphNode struct {
	id, title, subtitle, main string
	runMs                     *int64
	node                      string
	// shares of the ring around it, by state; together 1.
	shares map[contract.JobState]float64
}

type graphEdge struct{ id, source, target, label string }

// jobGraph: a batch leads to its jobs, a job to those that ran it again.
func jobGraph(tree JobTree) data.Frames {
	nodes := make([]graphNode, 0, len(tree.Jobs)+1)
	var edges []graphEdge
	edge := func(source, target, label string) {
		edges = append(edges, graphEdge{id: source + ">" + target, source: source, target: target, label: label})
	}
	if tree.IsBatch {
		nodes = append(nodes, batchNode(tree))
	}
	for _, job := range tree.Jobs {
		nodes = append(nodes, jobNode(job))
		switch before := tree.spanBefore(job); {
		case before != "":
			edge(before, job.Guid, "run again")
		case tree.IsBatch:
			edge(tree.ID, job.Guid, "")
		}
	}
	return data.Frames{
		graphFrame("nodes", "jobGraph", table("nodes", nodes, graphNodeColumns(), nil)),
		graphFrame("edges", "jobGraphEdges", table("edges", edges, graphEdgeColumns, nil)),
	}
}

func graphFrame(name, kind string, frame *data.Frame) *data.Frame {
	frame.Name = name
	frame.Meta = &data.FrameMeta{Custom: Custom{Kind: kind}, PreferredVisualization: data.VisTypeNodeGraph}
	return frame
}

func batchNode(tree JobTree) graphNode {
	shares := map[contract.JobState]float64{}
	for state, count := range tree.byState() {
		shares[state] = float64(count) / float64(len(tree.Jobs))
	}
	return graphNode{id: tree.ID, title: "batch", subtitle: tree.commands(), main: fmt.Sprintf("%d jobs", tree.ofBatch()), shares: shares}
}

func jobNode(job TracedJob) graphNode {
	return graphNode{
		id: job.Guid, title: job.Cmd, subtitle: nodeOf(job), main: string(job.State), runMs: wholeOrNil(job.RunMs),
		node: nodeOf(job), shares: map[contract.JobState]float64{job.State: 1},
	}
}

// graphNodeColumns: Grafana's node graph finds them by these names, and takes what begins with arc__ for the ring.
func graphNodeColumns() []column[graphNode] {
	columns := []column[graphNode]{
		col("id", func(n graphNode) string { return n.id }),
		col("title", func(n graphNode) string { return n.title }),
		col("subtitle", func(n graphNode) string { return n.subtitle }),
		col("mainstat", func(n graphNode) string { return n.main }).as(look{label: "State"}),
		col("secondarystat", func(n graphNode) *int64 { return n.runMs }).as(look{label: "Run", unit: "ms"}),
		col("detail__node", func(n graphNode) string { return n.node }).as(look{label: "Node"}),
	}
	for _, state := range slices.Sorted(maps.Keys(contract.TheRules.States)) {
		arc := col("arc__"+string(state), func(n graphNode) float64 { return n.shares[state] })
		columns = append(columns, arc.as(look{label: string(state), color: contract.TheRules.States[state].Color}))
	}
	return columns
}

var graphEdgeColumns = []column[graphEdge]{
	col("id", func(e graphEdge) string { return e.id }),
	col("source", func(e graphEdge) string { return e.source }),
	col("target", func(e graphEdge) string { return e.target }),
	col("mainstat", func(e graphEdge) string { return e.label }),
}
