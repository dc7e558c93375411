package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/astutil"
)

var otherOperators = map[token.Token]token.Token{
	token.LSS: token.LEQ, token.LEQ: token.LSS, token.GTR: token.GEQ, token.GEQ: token.GTR,
	token.EQL: token.NEQ, token.NEQ: token.EQL, token.LAND: token.LOR, token.LOR: token.LAND,
	token.ADD: token.SUB, token.SUB: token.ADD, token.MUL: token.QUO, token.QUO: token.MUL,
}

// changeOperator: a < b → (on && (a <= b) || !on && (a < b)). Of numbers a function literal of their type chooses.
func (s *site) changeOperator(cursor *astutil.Cursor, node *ast.BinaryExpr) {
	other, isKnown := otherOperators[node.Op]
	value, isTyped := s.info.Types[node]
	if !isKnown || !isTyped || value.Value != nil {
		return
	}
	changed := &ast.BinaryExpr{X: node.X, Op: other, Y: node.Y}
	if isBool(value.Type) {
		if parent, isIf := cursor.Parent().(*ast.IfStmt); isIf && parent.Cond == node && (node.Op == token.EQL || node.Op == token.NEQ) {
			return // the negated condition is the same
		}
		cursor.Replace(either(s.add("%s → %s", node.Op, other), changed, node))
		return
	}
	name, isNamed := s.typeName(value.Type)
	if basic, isBasic := value.Type.Underlying().(*types.Basic); !isNamed || !isBasic || basic.Info()&types.IsNumeric == 0 {
		return
	}
	id := s.add("%s → %s", node.Op, other)
	choose := &ast.FuncLit{
		Type: &ast.FuncType{Params: &ast.FieldList{}, Results: &ast.FieldList{List: []*ast.Field{{Type: parse(name)}}}},
		Body: &ast.BlockStmt{List: []ast.Stmt{
			&ast.IfStmt{Cond: on(id), Body: &ast.BlockStmt{List: []ast.Stmt{&ast.ReturnStmt{Results: []ast.Expr{changed}}}}},
			&ast.ReturnStmt{Results: []ast.Expr{node}},
		}},
	}
	cursor.Replace(&ast.CallExpr{Fun: choose})
}

// changeLiteral: 5 → one more and one less, "text" → nothing.
func (s *site) changeLiteral(cursor *astutil.Cursor, node *ast.BasicLit) {
	if _, isTag := cursor.Parent().(*ast.Field); isTag {
		return
	}
	s.changeValue(cursor, node, node.Value)
}

// changeConstant changes the use of one of the package's own constants.
func (s *site) changeConstant(cursor *astutil.Cursor, node *ast.Ident) {
	constant, isConstant := s.info.Uses[node].(*types.Const)
	if !isConstant || constant.Pkg() != s.pkg {
		return
	}
	s.changeValue(cursor, node, node.Name)
}

func (s *site) changeValue(cursor *astutil.Cursor, node ast.Expr, text string) {
	value, isKnown := s.info.Types[node]
	if ident, isIdent := node.(*ast.Ident); !isKnown && isIdent {
		value = types.TypeAndValue{Type: s.info.Uses[ident].Type()}
	}
	if value.Type == nil || cursor.Name() == "Sel" {
		return
	}
	basic, isBasic := value.Type.Underlying().(*types.Basic)
	name, isNamed := s.typeName(value.Type)
	if !isBasic || !isNamed {
		return
	}
	call, id := "", 0
	switch {
	case basic.Info()&types.IsString != 0:
		call, id = "String", s.add("%s → another text", shortened(text))
	case basic.Info()&types.IsNumeric != 0:
		call, id = "Int", s.add("%s + 1", text)
		s.add("%s - 1", text)
	default:
		return
	}
	changed := parse(fmt.Sprintf("%s.%s[%s](%d)", switchPackage, call, name, id)).(*ast.CallExpr)
	changed.Args = append(changed.Args, node)
	cursor.Replace(changed)
}

// typeName as the file may write it: types of packages that it does not import have none.
func (s *site) typeName(t types.Type) (string, bool) {
	t = types.Default(t)
	isNamed := true
	name := types.TypeString(t, func(other *types.Package) string {
		if other == s.pkg {
			return ""
		}
		isNamed = isNamed && s.imports[other.Path()]
		return other.Name()
	})
	if _, isParameter := t.(*types.TypeParam); isParameter {
		return "", false
	}
	return name, isNamed
}

// changeReturn: before `return a, b` stands what returns zero values instead. A bool is negated.
func (s *site) changeReturn(cursor *astutil.Cursor, node *ast.ReturnStmt) {
	results := s.functions[len(s.functions)-1].Results
	if len(node.Results) == 0 || results == nil || cursor.Index() < 0 {
		return
	}
	if len(node.Results) == 1 && isBoolResult(results) {
		if identifier, isIdent := node.Results[0].(*ast.Ident); isIdent && (identifier.Name == "true" || identifier.Name == "false") {
			node.Results[0] = negated(s.add("return %s negated", identifier.Name), node.Results[0])
		}
		return
	}
	if !allZero(node.Results) {
		cursor.InsertBefore(&ast.IfStmt{Cond: on(s.add("zero returned")), Body: &ast.BlockStmt{List: []ast.Stmt{returnZero(results)}}})
	}
}

func returnZero(results *ast.FieldList) *ast.ReturnStmt {
	zero := &ast.ReturnStmt{}
	for _, field := range results.List {
		for range max(1, len(field.Names)) {
			zero.Results = append(zero.Results, &ast.StarExpr{X: &ast.CallExpr{Fun: ast.NewIdent("new"), Args: []ast.Expr{field.Type}}})
		}
	}
	return zero
}

func isBoolResult(results *ast.FieldList) bool {
	name, isIdent := results.List[0].Type.(*ast.Ident)
	return len(results.List) == 1 && isIdent && name.Name == "bool"
}

func allZero(results []ast.Expr) bool {
	for _, result := range results {
		if name, isIdent := result.(*ast.Ident); !isIdent || name.Name != "nil" {
			return false
		}
	}
	return true
}

func (s *site) removeStatement(cursor *astutil.Cursor, change string) {
	statement, isStatement := cursor.Node().(ast.Stmt)
	if !isStatement || cursor.Index() < 0 {
		return // in the head of an if or a for
	}
	condition := &ast.UnaryExpr{Op: token.NOT, X: on(s.add("%s", change))}
	cursor.Replace(&ast.IfStmt{Cond: condition, Body: &ast.BlockStmt{List: []ast.Stmt{statement}}})
}
