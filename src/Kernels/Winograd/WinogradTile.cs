namespace Fovea.Kernels.Winograd;

/// <summary>The outputs that Winograd's algorithm computes together: F(Height x Width, kernel).</summary>
/// <param name="Height">Output lines; 1 if the kernel has one tap along the height.</param>
/// <param name="Width">Outputs per line; 1 if the kernel has one tap along the width.</param>
internal readonly record struct WinogradTile(int Height, int Width)
{
    public override string ToString() => $"F({Height}x{Width})";
}
