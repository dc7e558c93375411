package query

// Queues asks for depth and running per node and queue, as of now.
type Queues struct{}

func (Queues) isQuery() {}
