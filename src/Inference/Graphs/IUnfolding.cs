namespace Fovea.Inference.Graphs;

/// <summary>
/// An operator whose nodes are replaced by other nodes while shapes are inferred: a branch that is known to be taken, the iterations of a
/// short loop, or a fused operator by what it was fused from.
/// </summary>
internal interface IUnfolding
{
    /// <summary>
    /// Adds the nodes that compute the same. Called for a node whose inputs' types and shapes are inferred, each time that shapes are
    /// inferred.
    /// </summary>
    /// <returns>False where the node has to stay as it is; nothing was added then.</returns>
    bool Unfold(Unfolding context);
}
