namespace Fovea.Bench.Contract;

/// <summary>A layer's description.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Bytes">The size of its output.</param>
/// <param name="Text">The whole description, in one line.</param>
public sealed record LayerText(string Name, long Bytes, string Text);
