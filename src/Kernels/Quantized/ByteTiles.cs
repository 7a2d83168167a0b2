using Fovea.Kernels.Gemm;
using Fovea.Kernels.Simd;

namespace Fovea.Kernels.Quantized;

/// <summary>Selects the tile of a given shape: 1 to 8 rows by 1 to 3 vectors, each with machine code of its own.</summary>
internal static unsafe class ByteTiles<TSums, TProducts, TSum, TOperand>
    where TSums : struct, IByteSums<TSum>
    where TProducts : struct, IByteProducts<TSum, TOperand>
    where TSum : struct
    where TOperand : struct
{
    public static void Compute(int rows, int vectors, in ByteTileArguments t)
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

    private static void Compute<TVectors>(int rows, in ByteTileArguments t) where TVectors : struct, IIntConstant
    {
        switch (rows)
        {
            case 1:
                ByteTile<TSums, TProducts, TSum, TOperand, TileShape<One, TVectors>>.Compute(in t);
                break;
            case 2:
                ByteTile<TSums, TProducts, TSum, TOperand, TileShape<Two, TVectors>>.Compute(in t);
                break;
            case 3:
                ByteTile<TSums, TProducts, TSum, TOperand, TileShape<Three, TVectors>>.Compute(in t);
                break;
            case 4:
                ByteTile<TSums, TProducts, TSum, TOperand, TileShape<Four, TVectors>>.Compute(in t);
                break;
            case 5:
                ByteTile<TSums, TProducts, TSum, TOperand, TileShape<Five, TVectors>>.Compute(in t);
                break;
            case 6:
                ByteTile<TSums, TProducts, TSum, TOperand, TileShape<Six, TVectors>>.Compute(in t);
                break;
            case 7:
                ByteTile<TSums, TProducts, TSum, TOperand, TileShape<Seven, TVectors>>.Compute(in t);
                break;
            default:
                ByteTile<TSums, TProducts, TSum, TOperand, TileShape<Eight, TVectors>>.Compute(in t);
                break;
        }
    }
}
