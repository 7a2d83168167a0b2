namespace Fovea.Kernels.Quantized;

/// <summary>Two operands of bytes and their result, all of one type, as rows and columns.</summary>
internal unsafe struct ByteBinaryArguments
{
    public byte* A;

    public byte* B;

    public byte* Y;

    /// <summary>Bytes between two rows of <see cref="A"/>.</summary>
    public long ARow;

    /// <summary>Bytes between two rows of <see cref="B"/>.</summary>
    public long BRow;

    /// <summary>Bytes between two rows of <see cref="Y"/>.</summary>
    public long YRow;

    /// <summary>Bytes between two columns of <see cref="A"/>: 1, or 0 for one element in all columns.</summary>
    public long AColumn;

    /// <summary>Bytes between two columns of <see cref="B"/>: 1, or 0 for one element in all columns.</summary>
    public long BColumn;

    public long Rows;

    public long Columns;

    /// <summary>The zero point of <see cref="A"/>.</summary>
    public float AZero;

    /// <summary>The scale of <see cref="A"/>.</summary>
    public float AScale;

    /// <summary>The zero point of <see cref="B"/>.</summary>
    public float BZero;

    /// <summary>The scale of <see cref="B"/>.</summary>
    public float BScale;

    /// <summary>The zero point of <see cref="Y"/>.</summary>
    public float YZero;

    /// <summary>The scale of <see cref="Y"/>.</summary>
    public float YScale;

    /// <summary>The least value of the type, or of an activation, minus the zero point of <see cref="Y"/>.</summary>
    public float Min;

    /// <summary>The largest value of the type, or of an activation, minus the zero point of <see cref="Y"/>.</summary>
    public float Max;
}
