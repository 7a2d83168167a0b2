using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Gemm;

/// <summary>Selects the tile of a given shape: 1 to 8 rows by 1 to 3 vectors, each with machine code of its own.</summary>
internal static unsafe class GemmTiles<TSimd, TVec>
    where TSimd : struct, ISimd<TVec>
    where TVec : struct
{
    /// <summary>The rows of the tallest tile that fits into the registers of this width.</summary>
    public static int MaxRows => TSimd.Registers >= 32 ? 8 : 4;

    public static void Compute(int rows, int vectors, in TileArguments t)
    {
        switch (vectors)
        {
            case 1:
                Compute<One>(rows, in t);
                break;
            case 2:
                Compute<Two>(rows, in t);
                break;
            default:
                Compute<Three>(rows, in t);
                break;
        }
    }

    private static void Compute<TVectors>(int rows, in TileArguments t) where TVectors : struct, IIntConstant
    {
        switch (rows)
        {
            case 1:
                GemmTile<TSimd, TVec, TileShape<One, TVectors>>.Compute(in t);
                break;
            case 2:
                GemmTile<TSimd, TVec, TileShape<Two, TVectors>>.Compute(in t);
                break;
            case 3:
                GemmTile<TSimd, TVec, TileShape<Three, TVectors>>.Compute(in t);
                break;
            case 4:
                GemmTile<TSimd, TVec, TileShape<Four, TVectors>>.Compute(in t);
                break;
            case 5:
                GemmTile<TSimd, TVec, TileShape<Five, TVectors>>.Compute(in t);
                break;
            case 6:
                GemmTile<TSimd, TVec, TileShape<Six, TVectors>>.Compute(in t);
                break;
            case 7:
                GemmTile<TSimd, TVec, TileShape<Seven, TVectors>>.Compute(in t);
                break;
            default:
                GemmTile<TSimd, TVec, TileShape<Eight, TVectors>>.Compute(in t);
                break;
        }
    }
}
