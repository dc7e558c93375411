package frames

import (
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/openvcloud/jobs-grafana/pkg/contract"
)

// Queues is one table; its fields are QueueStatus's properties.
func Queues(queues contract.QueueList) data.Frames {
	frame := table("queues", queues.Items, queueColumns, queueLooks)
	frame.Meta = meta(Custom{Kind: "queues", AsOf: queues.AsOf})
	return data.Frames{frame}
}

type queueRow = contract.QueueStatus

var queueColumns = []column[queueRow]{
	col("nodeName", func(q queueRow) *string { return q.NodeName }),
	col("role", func(q queueRow) *string { return q.Role }),
	col("queue", func(q queueRow) string { return string(q.Queue) }),
	col("scheduled", func(q queueRow) int64 { return int64(q.Scheduled) }),
	col("running", func(q queueRow) int64 { return int64(q.Running) }),
	col("workers", func(q queueRow) int64 { return int64(q.Workers) }),
	col("oldestWaitingSince", func(q queueRow) *time.Time { return atOrNil(q.OldestWaitingSince) }),
	col("isLive", func(q queueRow) bool { return q.IsLive }),
	col("gid", func(q queueRow) int64 { return int64(q.Gid) }),
	col("nid", func(q queueRow) *int64 { return wholeOrNil(q.Nid) }),
}

var queueLooks = looks{
	"nodeName":           {label: "Node"},
	"role":               {label: "Role", description: "Set when any node with this role may take the jobs"},
	"queue":              {label: "Queue"},
	"scheduled":          {label: "Depth", description: "Jobs that wait for a worker"},
	"running":            {label: "Running"},
	"workers":            {label: "Workers", description: "Slots of this queue on the node; 0 when its agent is not connected"},
	"oldestWaitingSince": {label: "Oldest waiting since", unit: wholeSeconds},
	"isLive":             {label: "Live"},
	"gid":                {label: "Grid"},
	"nid":                {label: "Node id"},
}
