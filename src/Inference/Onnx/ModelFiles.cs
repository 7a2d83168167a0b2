using System.Runtime.InteropServices;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>Where a model's bytes lie: the file itself, and the files of external data beside it. Open for as long as the model lives.</summary>
internal sealed class ModelFiles : IDisposable
{
    /// <summary>Tensors up to this many bytes are held; larger ones are read where they are needed.</summary>
    public const int HeldBytes = 4096;

    /// <summary>External files that stay open; the data of further ones is held in memory.</summary>
    private const int MaxOpenFiles = 256;

    private readonly string? _folder;
    private readonly Dictionary<string, FileSource> _external = [];

    private ModelFiles(ByteSource model, string? folder) => (Model, _folder) = (model, folder);

    /// <summary>The model file.</summary>
    public ByteSource Model { get; }

    /// <summary>Whether there is a folder that external data may be read from.</summary>
    public bool HasFolder => _folder is not null;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ModelFiles Open(string path) => new(new FileSource(path), Path.GetDirectoryName(Path.GetFullPath(path)));

    /// <summary>A model in memory has no folder: external data is refused.</summary>
    public static ModelFiles Of(ReadOnlyMemory<byte> model) => new(new MemorySource(model), folder: null);

    /// <summary>The path of a file in the model's folder.</summary>
    public string PathOf(string name) => Path.Combine(_folder!, name);

    /// <summary>A tensor of the bytes from <paramref name="offset"/> on in the model file; the range must lie inside.</summary>
    public Tensor Tensor(ElementType type, Shape shape, long offset, int length) => Model is MemorySource memory
        ? new Tensor(type, shape, MemoryMarshal.AsMemory(memory.Bytes.Slice(checked((int)offset), length)))
        : Read(type, shape, Model.Slice(offset, length), hold: length <= HeldBytes);

    /// <summary>A tensor of the bytes from <paramref name="offset"/> on in a file beside the model.</summary>
    public Tensor External(ElementType type, Shape shape, string name, long offset, int length)
    {
        if (_external.TryGetValue(name, out FileSource? file))
            return Read(type, shape, file.Slice(offset, length), hold: length <= HeldBytes);
        file = new FileSource(PathOf(name));
        bool keep = _external.Count < MaxOpenFiles;
        if (keep)
            _external.Add(name, file);
        try
        {
            return Read(type, shape, file.Slice(offset, length), hold: length <= HeldBytes || !keep);
        }
        finally
        {
            if (!keep)
                file.Dispose();
        }
    }

    public void Dispose()
    {
        (Model as IDisposable)?.Dispose();
        foreach (FileSource file in _external.Values)
            file.Dispose();
    }

    private static Tensor Read(ElementType type, Shape shape, ByteSource source, bool hold)
    {
        var tensor = new Tensor(type, shape, source);
        return hold ? new Tensor(type, shape, tensor.Bytes) : tensor;
    }
}
