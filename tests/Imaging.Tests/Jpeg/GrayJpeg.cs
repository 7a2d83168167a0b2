namespace Fovea.Imaging.Tests.Jpeg;

/// <summary>Writes the simplest JPEGs that have restart markers (ITU-T T.81): gray, one flat level per block.</summary>
internal static class GrayJpeg
{
    // Sizes 0 to 7 as codes of 3 bits, of which the last is reserved: 000 to 110 for 0 to 6, 1110 for 7.
    private const int ShortSizes = 7;

    public static byte[] Write(int width, int height, int restartInterval)
    {
        var file = new List<byte> { 0xFF, 0xD8 };
        Segment(file, 0xDB, [0, .. Enumerable.Repeat((byte)8, 64)]);
        Segment(file, 0xC0, [8, (byte)(height >> 8), (byte)height, (byte)(width >> 8), (byte)width, 1, 1, 0x11, 0]);
        Segment(file, 0xC4, [0x00, 0, 0, ShortSizes, 1, .. new byte[12], 0, 1, 2, 3, 4, 5, 6, 7]);
        // The only AC symbol is the end of the block.
        Segment(file, 0xC4, [0x10, 1, .. new byte[15], 0]);
        if (restartInterval > 0)
            Segment(file, 0xDD, [(byte)(restartInterval >> 8), (byte)restartInterval]);
        Segment(file, 0xDA, [1, 1, 0x00, 0, 63, 0]);
        Scan(file, (width + 7) / 8 * ((height + 7) / 8), restartInterval);
        file.AddRange([0xFF, 0xD9]);
        return [.. file];
    }

    private static void Segment(List<byte> file, byte marker, byte[] content) =>
        file.AddRange([0xFF, marker, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content]);

    private static void Scan(List<byte> file, int blocks, int restartInterval)
    {
        var bits = new List<bool>();
        int predictor = 0;
        for (int block = 0; block < blocks; block++)
        {
            if (restartInterval > 0 && block > 0 && block % restartInterval == 0)
            {
                Flush(file, bits);
                file.AddRange([0xFF, (byte)(0xD0 + (block / restartInterval - 1) % 8)]);
                predictor = 0;
            }

            int level = block * 37 % 121 - 60;
            Difference(bits, level - predictor);
            predictor = level;
            bits.Add(false);
        }

        Flush(file, bits);
    }

    private static void Difference(List<bool> bits, int difference)
    {
        int size = 0;
        while (Math.Abs(difference) >> size != 0)
            size++;
        Append(bits, size < ShortSizes ? size : 0b1110, size < ShortSizes ? 3 : 4);
        Append(bits, difference < 0 ? difference + (1 << size) - 1 : difference, size);
    }

    private static void Append(List<bool> bits, int value, int count)
    {
        for (int i = count - 1; i >= 0; i--)
            bits.Add((value >> i & 1) != 0);
    }

    // Filled up with ones; a byte of ones is followed by a zero.
    private static void Flush(List<byte> file, List<bool> bits)
    {
        while (bits.Count % 8 != 0)
            bits.Add(true);
        for (int i = 0; i < bits.Count; i += 8)
        {
            int value = 0;
            for (int b = 0; b < 8; b++)
                value = value << 1 | (bits[i + b] ? 1 : 0);
            file.Add((byte)value);
            if (value == 0xFF)
                file.Add(0);
        }

        bits.Clear();
    }
}
