namespace Fovea.Kernels.Quantized;

/// <summary>Bytes, and what each of the 256 becomes, as rows and columns.</summary>
internal unsafe struct LookupArguments
{
    public byte* X;

    public byte* Y;

    /// <summary>256 bytes.</summary>
    public byte* Table;

    /// <summary>Bytes between two rows of <see cref="X"/>.</summary>
    public long XRow;

    /// <summary>Bytes between two rows of <see cref="Y"/>.</summary>
    public long YRow;

    public long Rows;

    public long Columns;
}
