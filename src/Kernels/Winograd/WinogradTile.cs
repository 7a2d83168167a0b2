namespace Fovea.Kernels.Winograd;

/// <summary>The outputs that Winograd's algorithm computes together: F(Height x Width, kernel).</summary>
/// <param name="Height">Lines of outputs; 1 along an axis on which the kernel has one tap.</param>
/// <param name="Width">Outputs of a line.</param>
internal readonly record struct WinogradTile(int Height, int Width)
{
    public override string ToString() => $"F({Height}x{Width})";
}
