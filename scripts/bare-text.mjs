// Texts of the screens stand alone in an element of their own. A browser that translates a page replaces texts by elements; React keeps
// hold of a text that has siblings, and fails where it removes it, or something before it, or changes it where nobody sees it.
import ts from 'typescript';

const textFlags = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike;

/** The alternatives of a type. */
const partsOf = (type) => (type.isUnion() ? type.types : [type]);

/** `ReactNode` may be anything; whoever hands a text over for it is asked there, and by the browser tests. */
const isNode = (type) => partsOf(type).some((part) => part.symbol?.name === 'Iterable');

const nameOf = (node) =>
  node.id?.name ?? (node.parent.type === 'VariableDeclarator' ? node.parent.id.name : undefined);

/** Whether JSX drops it: nothing, a comment, or white space that holds a line break. */
const isDropped = (child) =>
  child.type === 'JSXText'
    ? child.value.trim() === '' && child.value.includes('\n')
    : child.type === 'JSXExpressionContainer' && child.expression.type === 'JSXEmptyExpression';

/** The nearest function around a node. */
function functionAround(node) {
  let around = node.parent;
  while (around && !/Function/.test(around.type)) around = around.parent;
  return around;
}

/** The rule for ESLint. It needs types. */
export const bareText = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      siblings:
        'A text with siblings breaks where a browser translates the page: give it an element of its own.',
      list: 'A text in a list breaks where a browser translates the page: give it an element of its own, with a key.',
      component: 'A component that is a text breaks where a browser translates the page: return an element.',
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const checker = services.program.getTypeChecker();
    const typeOf = (node) => services.getTypeAtLocation(node);
    const mayBeText = (type) => !isNode(type) && partsOf(type).some((part) => part.flags & textFlags);
    const isListOfText = (type) =>
      partsOf(type).some((part) => {
        if (!checker.isArrayType(part) && !checker.isTupleType(part)) return false;
        return checker.getTypeArguments(part).some(mayBeText);
      });
    const checkChild = (child, stands) => {
      if (child.type === 'JSXText') return stands || context.report({ node: child, messageId: 'siblings' });
      if (child.type !== 'JSXExpressionContainer') return undefined;
      const type = typeOf(child.expression);
      if (isListOfText(type)) context.report({ node: child, messageId: 'list' });
      else if (!stands && mayBeText(type)) context.report({ node: child, messageId: 'siblings' });
      return undefined;
    };
    const checkChildren = (node) => {
      const children = node.children.filter((child) => !isDropped(child));
      // The children of a fragment are those of what is around it.
      const stands = children.length === 1 && node.type === 'JSXElement';
      for (const child of children) checkChild(child, stands);
    };
    const checkAnswer = (node, answer) => {
      const name = node && nameOf(node);
      if (!answer || !/^[A-Z]/.test(name ?? '') || !mayBeText(typeOf(answer))) return;
      context.report({ node: answer, messageId: 'component' });
    };
    return {
      JSXElement: checkChildren,
      JSXFragment: checkChildren,
      ReturnStatement: (node) => checkAnswer(functionAround(node), node.argument),
      ArrowFunctionExpression: (node) => node.body.type !== 'BlockStatement' && checkAnswer(node, node.body),
    };
  },
};
