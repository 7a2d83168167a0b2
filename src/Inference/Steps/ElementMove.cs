namespace Fovea.Inference.Steps;

/// <summary>Moves of single elements by their size, and of blocks, for steps that compute an address for each.</summary>
internal static unsafe class ElementMove
{
    /// <summary>Copies one block of so many bytes; that of one element is one move.</summary>
    public static void Copy(byte* from, byte* to, long bytes)
    {
        switch (bytes)
        {
            case sizeof(byte):
                *to = *from;
                break;
            case sizeof(ushort):
                *(ushort*)to = *(ushort*)from;
                break;
            case sizeof(uint):
                *(uint*)to = *(uint*)from;
                break;
            case sizeof(ulong):
                *(ulong*)to = *(ulong*)from;
                break;
            default:
                System.Buffer.MemoryCopy(from, to, bytes, bytes);
                break;
        }
    }

    /// <summary>An index along an axis; negative ones count from the end.</summary>
    /// <exception cref="InvalidInputException">It is outside the axis.</exception>
    public static long Position(long index, long extent)
    {
        if (index < -extent || index >= extent)
            throw new InvalidInputException($"the index {index} is outside an axis of {extent}.");
        return index < 0 ? index + extent : index;
    }
}
