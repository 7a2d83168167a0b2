using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Fovea.Inference;

namespace Fovea.Models.Arrays;

/// <summary>The header of an array in NumPy's format 1.0, 2.0 or 3.0. Format: NEP 1, "A Simple File Format for NumPy Arrays".</summary>
/// <param name="Shape">The extents, outermost first.</param>
/// <param name="Type">The type of the elements without the byte order: <c>f4</c>.</param>
/// <param name="IsBigEndian">Whether the first byte of an element is the highest.</param>
/// <param name="IsFortran">Whether the first index varies fastest.</param>
/// <param name="Length">The bytes of the header, in front of the elements.</param>
internal sealed partial record NpyHeader(Shape Shape, string Type, bool IsBigEndian, bool IsFortran, int Length)
{
    /// <summary>The most bytes of a header that are read.</summary>
    public const int Longest = 1 << 16;

    private const int MostAxes = 32;

    private static readonly string[] Types = ["f4", "f8", "f2", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "b1"];

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The bytes of one element.</summary>
    public int ElementBytes => Type[1] - '0';

    /// <summary>The bytes of all elements.</summary>
    public long DataBytes => Shape.ElementCount * ElementBytes;

    /// <summary>Whether bytes begin like such a file.</summary>
    public static bool Recognize(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    /// <summary>Reads the header.</summary>
    /// <param name="start">The beginning of the file, as long as the header at least.</param>
    /// <param name="name">What the array is called in messages.</param>
    /// <exception cref="ArrayFileException">It is none, or of an array that is not read.</exception>
    public static NpyHeader Read(ReadOnlySpan<byte> start, string name)
    {
        if (!Recognize(start) || start.Length < 10)
            throw new ArrayFileException($"{name} is no array of NumPy: it does not begin with \\x93NUMPY. Write it with numpy.save.");
        int version = start[6];
        if (version is < 1 or > 3)
            throw new ArrayFileException($"{name} has version {version} of NumPy's format; versions 1 to 3 are read.");
        int prefix = version == 1 ? 10 : 12;
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..])
            : start.Length >= 12 ? BinaryPrimitives.ReadUInt32LittleEndian(start[8..]) : 0;
        if (length > Longest - prefix || start.Length < prefix + length)
            throw new ArrayFileException($"{name} ends in its header, or has a header of {length} bytes; at most {Longest} are read.");
        string text = Encoding.Latin1.GetString(start.Slice(prefix, (int)length));
        Match type = Descr().Match(text), order = Order().Match(text), shape = Extents().Match(text);
        if (!type.Success || !order.Success || !shape.Success)
        {
            throw new ArrayFileException(
                $"{name} has the header '{ShownText.Name(text.Trim())}'; expected descr, fortran_order and shape of an array " +
                "of plain numbers.");
        }

        if (!Types.Contains(type.Groups[2].Value))
        {
            throw new ArrayFileException(
                $"{name} has elements of the type '{ShownText.Name(type.Groups[1].Value + type.Groups[2].Value)}'; read are float16, " +
                "float32, float64, integers of 8 to 64 bits and bool. Convert it with .astype('float32').");
        }

        return new NpyHeader(
            ShapeOf(shape.Groups[1].Value, name), type.Groups[2].Value, type.Groups[1].Value == ">", order.Groups[1].Value == "True",
            prefix + (int)length);
    }

    private static Shape ShapeOf(string text, string name)
    {
        string[] extents = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long[] shape = new long[extents.Length];
        double count = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            if (!long.TryParse(extents[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
                throw new ArrayFileException($"{name} has the shape ({ShownText.Name(text)}); expected whole numbers.");
            count *= shape[i];
        }

        return count <= Array.MaxLength && shape.Length <= MostAxes && shape.All(extent => extent <= Array.MaxLength)
            ? new Shape(shape)
            : throw new ArrayFileException($"{name} has the shape ({ShownText.Name(text)}), which is larger than what is read.");
    }

    [GeneratedRegex("""'descr'\s*:\s*'([<>|=]?)([A-Za-z]\d+)'""")]
    private static partial Regex Descr();

    [GeneratedRegex("""'fortran_order'\s*:\s*(True|False)""")]
    private static partial Regex Order();

    [GeneratedRegex("""'shape'\s*:\s*\(([^)]*)\)""")]
    private static partial Regex Extents();
}
