namespace Fovea.Bench.Contract;

/// <summary>A layer's description.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Bytes">The size of its output.</param>
/// <param name="Text">All that the engine says of it, in one line.</param>
public sealed record LayerText(string Name, long Bytes, string Text);
