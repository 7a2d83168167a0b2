namespace Fovea.Kernels.Gemm;

/// <summary>
/// Weights that are needed next and are brought to the second-level cache while tiles are computed: each step of a sum asks for one or two
/// cache lines, so that memory delivers while the processor computes. Asking for an address never fails, mapped or not.
/// </summary>
internal unsafe struct WeightAhead
{
    public const int CacheLine = 64;

    /// <summary>The next byte to ask for.</summary>
    public byte* Address;

    /// <summary>Cache lines that a step asks for: 1, or 2 where there are too few tiles for one.</summary>
    public int Lines;

    /// <summary>How many tiles ask; those behind them have nothing to fetch.</summary>
    public int Tiles;

    /// <summary>Plans to fetch a number of bytes during a number of tiles.</summary>
    /// <param name="address">The first byte.</param>
    /// <param name="bytes">How many.</param>
    /// <param name="tiles">The tiles that will be computed.</param>
    /// <param name="depth">The steps of a tile's sum.</param>
    public WeightAhead(void* address, long bytes, int tiles, long depth)
    {
        Address = (byte*)address;
        long each = depth * CacheLine;
        Lines = bytes > tiles * each ? 2 : 1;
        Tiles = (int)Math.Min(tiles, (bytes + (Lines * each) - 1) / (Lines * each));
    }

    /// <summary>Leaves out what a number of tiles has asked for.</summary>
    public void Skip(int tiles, nint depth)
    {
        int asked = Math.Min(tiles, Tiles);
        Address += asked * depth * Lines * CacheLine;
        Tiles -= asked;
    }
}
