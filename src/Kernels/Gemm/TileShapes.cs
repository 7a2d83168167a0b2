namespace Fovea.Kernels.Gemm;

/// <summary>The height (rows) and width (vectors) of a register tile as constants that the JIT folds.</summary>
internal interface ITileShape
{
    static abstract int Rows { get; }

    static abstract int Vectors { get; }
}

/// <summary>An integer constant as a type.</summary>
internal interface IIntConstant
{
    static abstract int Value { get; }
}

internal readonly struct One : IIntConstant { public static int Value => 1; }

internal readonly struct Two : IIntConstant { public static int Value => 2; }

internal readonly struct Three : IIntConstant { public static int Value => 3; }

internal readonly struct Four : IIntConstant { public static int Value => 4; }

internal readonly struct Five : IIntConstant { public static int Value => 5; }

internal readonly struct Six : IIntConstant { public static int Value => 6; }

internal readonly struct Seven : IIntConstant { public static int Value => 7; }

internal readonly struct Eight : IIntConstant { public static int Value => 8; }

/// <summary>A tile of TRows rows by TVectors vectors.</summary>
internal readonly struct TileShape<TRows, TVectors> : ITileShape
    where TRows : struct, IIntConstant
    where TVectors : struct, IIntConstant
{
    public static int Rows => TRows.Value;

    public static int Vectors => TVectors.Value;
}
