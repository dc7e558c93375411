package query

// Nodes asks for the nodes and their agents, as of now.
type Nodes struct{}

func (Nodes) isQuery() {}
