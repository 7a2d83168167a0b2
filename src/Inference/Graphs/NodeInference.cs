namespace Fovea.Inference.Graphs;

/// <summary>How shape inference treats each node; a model that is loaded has its types changed on the way.</summary>
internal class NodeInference
{
    /// <summary>Checks a node's types, and infers the types and shapes of its outputs.</summary>
    public virtual void Infer(Node node)
    {
        node.CheckTypes();
        node.Operator.Infer(new ShapeContext(node));
    }

    /// <summary>Called when a node's outputs are inferred, and are constants if they can be.</summary>
    public virtual void Finish(Node node)
    {
    }
}
