using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Fovea.Api.Tests.Support;

/// <summary>A file of a NumPy array, read by the letter of its format.</summary>
internal sealed class NpyArray
{
    private readonly byte[] _data;

    public NpyArray(byte[] file)
    {
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], file[..8]);
        int header = 10 + BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(8));
        Header = Encoding.ASCII.GetString(file[10..header]).TrimEnd();
        _data = file[header..];
    }

    /// <summary>The type, the order and the shape, as Python writes them.</summary>
    public string Header { get; }

    public byte[] Bytes => _data;

    public T[] Values<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_data).ToArray();

    public static string HeaderOf(string type, params int[] shape) =>
        $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({string.Join(", ", shape)}{(shape.Length == 1 ? "," : "")}), }}";
}
