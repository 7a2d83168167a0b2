using System.IO.Compression;
using System.Text;
using CsCheck;
using Fovea.Inference;
using Fovea.Models.Arrays;
using Fovea.Models.FeatureMaps;

namespace Fovea.Models.Tests.Arrays;

public sealed class ArrayFileTests
{
    [Fact]
    public void What_is_written_is_read() =>
        (from extents in Gen.Long[0, 5].Array[0, 4]
         from seed in Gen.Int
         select (extents, seed)).Sample(
            array =>
            {
                var shape = new Shape(array.extents);
                float[] values = Random(array.seed, (int)shape.ElementCount);
                using ArrayFile file = ArrayFile.Open(NpyWriter.Write(shape, values), "a.npy");

                NamedArray found = Assert.Single(file.Arrays);
                Assert.Equal(("a", shape), (found.Name, found.Shape));
                Assert.Equal(values, file.Read(found));
            },
            iter: 200);

    [Theory]
    [InlineData("<f8", false)]
    [InlineData(">f4", false)]
    [InlineData("<f2", false)]
    [InlineData("<f4", true)]
    [InlineData(">f8", true)]
    [InlineData("|i1", true)]
    [InlineData("|u1", false)]
    [InlineData("<i2", false)]
    [InlineData(">u2", true)]
    [InlineData("<i4", false)]
    [InlineData("<i8", true)]
    [InlineData(">u8", false)]
    public void Types_and_orders_are_converted(string type, bool fortran)
    {
        float[] values = [0, 1, 2, 3, 4, 5];
        int[] order = fortran ? [0, 3, 1, 4, 2, 5] : [0, 1, 2, 3, 4, 5];
        byte[] data = [.. order.SelectMany(i => Element(type, values[i]))];
        byte[] bytes = [.. Header($"{{'descr': '{type}', 'fortran_order': {(fortran ? "True" : "False")}, 'shape': (2, 3), }}"), .. data];

        using ArrayFile file = ArrayFile.Open(bytes, "x.npy");
        Assert.Equal(values, file.Read(file.Arrays[0]));
    }

    [Fact]
    public void An_archive_has_arrays_by_name()
    {
        byte[] bytes = Archive(("conv1.npy", NpyWriter.Write(new Shape(2), [1, 2])), ("a/b.npy", NpyWriter.Write(new Shape(1, 1), [3])),
        ("readme.txt", [1]));

        using ArrayFile file = ArrayFile.Open(bytes, "dump.npz");
        Assert.Equal([("conv1", new Shape(2)), ("a/b", new Shape(1, 1))], file.Arrays.Select(array => (array.Name, array.Shape)));
        Assert.Equal([3f], file.Read(file.Arrays[1]));
        Assert.Equal([1f, 2f], file.Read(file.Arrays[0]));
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", 8, "8 bytes of elements; its header says 12")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", 8, "float16")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }", 8, "plain numbers")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", 4, "plain numbers")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999), }", 4, "larger than what is read")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", 4, "whole numbers")]
    public void What_is_wrong_is_said(string header, int data, string expected) => Assert.Contains(
        expected,
        Assert.Throws<ArrayFileException>(() => ArrayFile.Open((byte[])[.. Header(header), .. new byte[data]], "x.npy")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Damaged_archives_are_refused()
    {
        Assert.Throws<ArrayFileException>(() => ArrayFile.Open("PK\x03\x04 and nothing else"u8.ToArray(), "x.npz"));
        Assert.Contains(
            "0 entries", Assert.Throws<ArrayFileException>(() => ArrayFile.Open(Archive(("a.txt", [1])), "x.npz")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArrayFileException>(() => ArrayFile.Open("text"u8.ToArray(), "x.npz"));
        using ArrayFile longer = ArrayFile.Open(Archive(("a.npy", [.. NpyWriter.Write(new Shape(1), [1]), 0])), "x.npz");
        Assert.Contains("damaged", Assert.Throws<ArrayFileException>(() => longer.Read(longer.Arrays[0])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_are_read_or_refused()
    {
        byte[] archive = Archive(("a.npy", NpyWriter.Write(new Shape(2, 2), [1, 2, 3, 4])));
        byte[] single = NpyWriter.Write(new Shape(2, 2), [1, 2, 3, 4]);
        Gen.Select(Gen.Bool, Gen.Int[0, 300], Gen.Byte).Sample(
            change =>
            {
                byte[] bytes = [.. change.Item1 ? archive : single];
                bytes[change.Item2 % bytes.Length] = change.Item3;
                try
                {
                    using ArrayFile file = ArrayFile.Open(bytes, "x");
                    foreach (NamedArray array in file.Arrays)
                        file.Read(array);
                }
                catch (ArrayFileException)
                {
                }
            },
            iter: 3000);
    }

    private static byte[] Header(string dictionary)
    {
        byte[] text = Encoding.ASCII.GetBytes(dictionary + "\n");
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, (byte)(text.Length >> 8), .. text];
    }

    private static byte[] Element(string type, float value)
    {
        byte[] bytes = type[1..] switch
        {
            "f8" => BitConverter.GetBytes((double)value),
            "f2" => BitConverter.GetBytes((Half)value),
            "f4" => BitConverter.GetBytes(value),
            "i1" or "u1" => [(byte)value],
            "i2" or "u2" => BitConverter.GetBytes((short)value),
            "i4" or "u4" => BitConverter.GetBytes((int)value),
            _ => BitConverter.GetBytes((long)value),
        };
        return type[0] == '>' ? [.. bytes.Reverse()] : bytes;
    }

    private static byte[] Archive(params (string Name, byte[] Bytes)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] bytes) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }

    private static float[] Random(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())];
    }
}
