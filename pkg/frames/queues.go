package frames

import (
	"strconv"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Queues is one table; its fields are QueueStatus's properties.
func Queues(queues contract.QueueList) data.Frames {
	frame := table("queues", queues.Items, queueColumns, nil)
	frame.Meta = meta(Custom{Kind: "queues", AsOf: queues.AsOf})
	return data.Frames{frame}
}

type queueRow = contract.QueueStatus

var queueColumns = []column[queueRow]{
	col("nodeName", func(q queueRow) *string { return q.NodeName }).as(look{label: "Node"}),
	col("role", func(q queueRow) *string { return q.Role }).as(look{label: "Role", description: "Set when any node with this role may take the jobs"}),
	col("queue", func(q queueRow) string { return q.Queue }).as(look{label: "Queue"}),
	col("scheduled", func(q queueRow) int64 { return int64(q.Scheduled) }).as(look{label: "Depth", description: "Jobs that wait for a worker"}),
	col("running", func(q queueRow) int64 { return int64(q.Running) }).as(look{label: "Running"}),
	col("workers", func(q queueRow) int64 { return int64(q.Workers) }).as(look{label: "Workers", description: "Slots of this queue on the node; 0 when its agent is not connected"}),
	col("oldestWaitingSince", func(q queueRow) *time.Time { return atOrNil(q.OldestWaitingSince) }).as(look{label: "Oldest waiting since", unit: wholeSeconds}),
	col("isLive", func(q queueRow) bool { return q.IsLive }).as(look{label: "Live"}),
	col("source", func(q queueRow) string { return q.Source }).as(look{label: "Source", description: "The controller whose queue it is"}),
	col("gid", func(q queueRow) int64 { return int64(q.Gid) }).as(look{label: "Grid"}),
	col("nid", func(q queueRow) *int64 { return wholeOrNil(q.Nid) }).as(look{label: "Node id"}),
}

// QueueNumbers are what alert rules ask of queues.
var QueueNumbers = NumbersOf[contract.QueueList, queueRow]{
	Kind:    "queues",
	Rows:    func(queues contract.QueueList) []queueRow { return queues.Items },
	AsOf:    func(queues contract.QueueList) int64 { return queues.AsOf },
	Labels:  queueLabels,
	Default: "oldestWaitingSeconds",
	Figures: map[string]Figure[queueRow]{
		"depth":   {Name: "Depth", Of: func(q queueRow, _ int64) *float64 { return number(float64(q.Scheduled)) }},
		"running": {Name: "Running", Of: func(q queueRow, _ int64) *float64 { return number(float64(q.Running)) }},
		"oldestWaitingSeconds": {Name: "Oldest waiting", Unit: "s", Of: func(q queueRow, asOf int64) *float64 {
			if q.OldestWaitingSince == nil {
				return number(0)
			}
			return since(*q.OldestWaitingSince, asOf)
		}},
	},
}

// queueLabels name where the jobs wait: on a node, or for the first free node with a role.
func queueLabels(q queueRow) data.Labels {
	labels := data.Labels{"queue": q.Queue}
	if q.NodeName != nil {
		labels["nodeName"] = *q.NodeName
	}
	if q.Nid != nil {
		labels["nid"] = strconv.Itoa(*q.Nid)
	}
	if q.Source != contract.TheRules.OwnSource {
		labels["source"], labels["gid"] = q.Source, strconv.Itoa(q.Gid)
	}
	if q.Role != nil {
		labels["role"] = *q.Role
	}
	return labels
}
