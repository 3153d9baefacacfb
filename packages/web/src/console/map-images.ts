import { Fragment, type Node, Slice } from '@tiptap/pm/model';
import { type ImageAttributes, imageIn } from './image-attributes.ts';

/** What is pasted, with `adopt` of each image that is in it already; null drops the image. */
export function mapImages(slice: Slice, adopt: (image: ImageAttributes) => ImageAttributes | null): Slice {
  const mapNode = (node: Node): Node[] => {
    const image = imageIn(node);
    if (image === null) return [node.isText ? node : node.copy(mapAll(node.content))];
    const adopted = adopt(image);
    return adopted === null ? [] : [node.type.create(adopted, null, node.marks)];
  };
  const mapAll = (nodes: Fragment): Fragment => Fragment.fromArray(nodes.content.flatMap(mapNode));
  return new Slice(mapAll(slice.content), slice.openStart, slice.openEnd);
}
