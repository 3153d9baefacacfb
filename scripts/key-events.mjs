// Refuses to look at the key of a keyboard event by oneself: what an input method takes must not act (ui/keyboard/keys.ts).
const looks = new Set(['key', 'code', 'keyCode', 'which', 'charCode', 'isComposing']);

const isKeyboardEvent = (type) =>
  type.isUnionOrIntersection() ? type.types.some(isKeyboardEvent) : hasName(type, 'KeyboardEvent');

/** Of the browser or of React, or made from one of them. */
function hasName(type, name) {
  const symbol = type.getSymbol();
  return symbol?.getName() === name || (type.getBaseTypes?.() ?? []).some((base) => hasName(base, name));
}

const nameOf = ({ type, name, value }) => (type === 'Identifier' ? name : value);

export const keyEvents = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { look: 'Ask `keyOf` of ui/keyboard/keys.ts: the key may belong to an input method.' },
  },
  create(context) {
    const { getTypeAtLocation } = context.sourceCode.parserServices;
    const report = (node) => context.report({ node, messageId: 'look' });
    return {
      MemberExpression(node) {
        if (looks.has(nameOf(node.property)) && isKeyboardEvent(getTypeAtLocation(node.object))) report(node);
      },
      ObjectPattern(node) {
        const found = node.properties.find(({ key }) => key !== undefined && looks.has(nameOf(key)));
        if (found !== undefined && isKeyboardEvent(getTypeAtLocation(node))) report(found);
      },
    };
  },
};
