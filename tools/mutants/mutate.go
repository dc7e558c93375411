package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/packages"
)

const switchPackage = "mutantswitch"

// found counts mutants over all files: each has a number of its own.
type found struct {
	last int
	all  []mutant
}

// site is where the walk through a file is.
type site struct {
	folder  string
	file    string
	fset    *token.FileSet
	info    *types.Info
	pkg     *types.Package
	mutants *found
	node    ast.Node
	// functions around the node, the innermost last.
	functions []*ast.FuncType
	// imports of the file, by path.
	imports map[string]bool
}

func (s *site) place() string {
	position := s.node.Pos()
	// What is around a changed node begins nowhere.
	if binary, isBinary := s.node.(*ast.BinaryExpr); isBinary {
		position = binary.OpPos
	}
	return fmt.Sprintf("%s:%d", s.file, s.fset.Position(position).Line)
}

// mutate returns all mutants, and the files in which each is behind its switch, by the path of the file they replace.
func mutate(ctx context.Context, root string, folders []string) ([]mutant, map[string][]byte, error) {
	absolute, err := filepath.Abs(root)
	if err != nil {
		return nil, nil, err
	}
	patterns := make([]string, len(folders))
	for i, folder := range folders {
		patterns[i] = "./" + folder
	}
	loaded, err := packages.Load(&packages.Config{
		Context: ctx, Dir: absolute,
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedSyntax | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedImports | packages.NeedModule,
		// Without comments: they would be printed in the middle of what is put around a node.
		ParseFile: func(fset *token.FileSet, name string, source []byte) (*ast.File, error) {
			return parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
		},
	}, patterns...)
	if err != nil {
		return nil, nil, err
	}
	mutants, overlay := &found{}, map[string][]byte{}
	for _, pkg := range loaded {
		if len(pkg.Errors) > 0 {
			return nil, nil, fmt.Errorf("%s cannot be read: %w", pkg.PkgPath, errors.Join(pkg.Errors[0]))
		}
		for _, file := range pkg.Syntax {
			if err := mutateFile(pkg, file, absolute, mutants, overlay); err != nil {
				return nil, nil, err
			}
		}
		overlay[filepath.Join(absolute, "pkg", switchPackage, "switch.go")] = []byte(switchSource)
	}
	return mutants.all, overlay, nil
}

func mutateFile(pkg *packages.Package, file *ast.File, root string, mutants *found, overlay map[string][]byte) error {
	path := pkg.Fset.Position(file.Package).Filename
	name, err := filepath.Rel(root, path)
	if err != nil {
		return err
	}
	s := &site{folder: filepath.Dir(name), file: name, fset: pkg.Fset, info: pkg.TypesInfo, pkg: pkg.Types, mutants: mutants, imports: map[string]bool{}}
	for _, spec := range file.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil && spec.Name == nil {
			s.imports[path] = true
		}
	}
	before := mutants.last
	astutil.Apply(file, s.enter, s.leave)
	if mutants.last == before {
		return nil
	}
	astutil.AddImport(pkg.Fset, file, pkg.Module.Path+"/pkg/"+switchPackage)
	var text bytes.Buffer
	if err := format.Node(&text, pkg.Fset, file); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	overlay[path] = text.Bytes()
	return nil
}

func (s *site) enter(cursor *astutil.Cursor) bool {
	switch node := cursor.Node().(type) {
	case *ast.ImportSpec, *ast.TypeSpec:
		return false
	case *ast.GenDecl:
		if node.Tok == token.CONST {
			return false // its uses are changed instead
		}
	case *ast.FuncDecl:
		s.functions = append(s.functions, node.Type)
	case *ast.FuncLit:
		s.functions = append(s.functions, node.Type)
	case *ast.ArrayType, *ast.FuncType, *ast.InterfaceType, *ast.StructType:
		return false
	}
	return true
}

// leave changes a node after those in it.
func (s *site) leave(cursor *astutil.Cursor) bool {
	s.node = cursor.Node()
	switch node := s.node.(type) {
	case *ast.FuncDecl, *ast.FuncLit:
		s.functions = s.functions[:len(s.functions)-1]
	case *ast.IfStmt:
		node.Cond = negated(s.add("condition negated"), node.Cond)
	case *ast.CaseClause:
		s.negateCases(node)
	case *ast.BinaryExpr:
		s.changeOperator(cursor, node)
	case *ast.BasicLit:
		s.changeLiteral(cursor, node)
	case *ast.Ident:
		s.changeConstant(cursor, node)
	case *ast.ReturnStmt:
		s.changeReturn(cursor, node)
	case *ast.ExprStmt:
		s.removeStatement(cursor, "call removed")
	case *ast.IncDecStmt:
		s.removeStatement(cursor, "counting removed")
	case *ast.AssignStmt:
		if node.Tok != token.DEFINE {
			s.removeStatement(cursor, "assignment removed")
		}
	}
	return true
}

// on is the switch of a mutant.
func on(id int) ast.Expr {
	return parse(fmt.Sprintf("%s.On(%d)", switchPackage, id))
}

func parse(text string) ast.Expr {
	expression, err := parser.ParseExpr(text)
	if err != nil {
		panic(fmt.Sprintf("%s: %v", text, err)) // written here
	}
	return unplaced(expression)
}

// unplaced takes the positions out, which would be those of another file.
func unplaced(expression ast.Expr) ast.Expr {
	ast.Inspect(expression, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.Ident:
			node.NamePos = token.NoPos
		case *ast.BasicLit:
			node.ValuePos = token.NoPos
		case *ast.CallExpr:
			node.Lparen, node.Rparen = token.NoPos, token.NoPos
		}
		return true
	})
	return expression
}

func negated(id int, condition ast.Expr) ast.Expr {
	return &ast.BinaryExpr{X: &ast.ParenExpr{X: condition}, Op: token.NEQ, Y: on(id)}
}

// either is `other` when the mutant is on: (on && other || !on && node).
func either(id int, other, node ast.Expr) ast.Expr {
	with := &ast.BinaryExpr{X: on(id), Op: token.LAND, Y: &ast.ParenExpr{X: other}}
	without := &ast.BinaryExpr{X: &ast.UnaryExpr{Op: token.NOT, X: on(id)}, Op: token.LAND, Y: &ast.ParenExpr{X: node}}
	return &ast.ParenExpr{X: &ast.BinaryExpr{X: with, Op: token.LOR, Y: without}}
}

// negateCases of a switch without a tag.
func (s *site) negateCases(clause *ast.CaseClause) {
	for i, condition := range clause.List {
		if value, isKnown := s.info.Types[condition]; !isKnown || value.IsType() || value.Value != nil || !isBool(value.Type) {
			continue
		}
		clause.List[i] = negated(s.add("case negated"), condition)
	}
}

func isBool(t types.Type) bool {
	basic, isBasic := t.Underlying().(*types.Basic)
	return isBasic && basic.Info()&types.IsBoolean != 0
}

func shortened(text string) string {
	if runes := []rune(text); len(runes) > 50 {
		text = string(runes[:50]) + "…"
	}
	return strings.ReplaceAll(text, "\n", " ")
}
