using System.Runtime.InteropServices;
using Fovea.Inference.Tensors;

namespace Fovea.Inference.Onnx;

/// <summary>
/// The files of a model: the model file and the external data files beside it. They stay open as long as the model lives.
/// </summary>
internal sealed class ModelFiles : IDisposable
{
    /// <summary>Tensors up to this many bytes are loaded into memory; larger ones are read on demand.</summary>
    public const int MaxLoadedBytes = 4096;

    /// <summary>The same for integers, which shape inference needs: axes, pads, shapes, indices.</summary>
    private const int MaxLoadedIntegerBytes = 1 << 20;

    /// <summary>The most external files to keep open; the data of further ones is loaded into memory.</summary>
    private const int MaxOpenFiles = 256;

    private readonly string? _folder;
    private readonly Dictionary<string, FileSource> _external = [];

    private ModelFiles(ByteSource model, string? folder) => (Model, _folder) = (model, folder);

    /// <summary>The model file.</summary>
    public ByteSource Model { get; }

    /// <summary>The bytes of all files that are open.</summary>
    public long Bytes => Model.Length + _external.Values.Sum(file => file.Length);

    /// <summary>Whether the model has a folder, from which external data may be read.</summary>
    public bool HasFolder => _folder is not null;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static ModelFiles Open(string path) => new(new FileSource(path), Path.GetDirectoryName(Path.GetFullPath(path)));

    /// <summary>A model in memory has no folder: external data is refused.</summary>
    public static ModelFiles Of(ReadOnlyMemory<byte> model) => Of(new MemorySource(model));

    /// <summary>The same for any source, which is disposed with this object.</summary>
    public static ModelFiles Of(ByteSource model) => new(model, folder: null);

    /// <summary>A constant of the bytes from <paramref name="offset"/> on in the model file; the range must lie inside.</summary>
    public ConstantData Constant(ElementType type, Shape shape, long offset, int length, LoadBudget budget) => Model is MemorySource memory
        ? new MemoryConstant(new Tensor(type, shape, MemoryMarshal.AsMemory(memory.Bytes.Slice(checked((int)offset), length))))
        : Constant(new FileConstant(type, shape, Model, offset), load: false, budget);

    /// <summary>A constant in a file beside the model.</summary>
    /// <param name="type">The type of its elements.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="offset">Where its bytes begin.</param>
    /// <param name="budget">What is read into memory is taken from it.</param>
    /// <param name="check">Is told the file's length, and throws where the bytes do not lie inside.</param>
    /// <exception cref="IOException">The file cannot be opened, is a link, or is no regular file.</exception>
    public ConstantData External(ElementType type, Shape shape, string name, long offset, LoadBudget budget, Action<long> check)
    {
        if (_external.TryGetValue(name, out FileSource? file))
        {
            check(file.Length);
            return Constant(new FileConstant(type, shape, file, offset), load: false, budget);
        }

        file = new FileSource(Path.Combine(_folder!, name), followLink: false);
        bool keep = _external.Count < MaxOpenFiles;
        if (keep)
        {
            _external.Add(name, file);
            budget.AddFile(file.Length);
        }

        try
        {
            check(file.Length);
            return Constant(new FileConstant(type, shape, file, offset), load: !keep, budget);
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

    private static ConstantData Constant(FileConstant constant, bool load, LoadBudget budget)
    {
        int most = constant.ElementType is ElementType.Int64 or ElementType.Int32 ? MaxLoadedIntegerBytes : MaxLoadedBytes;
        if (!load && constant.ByteLength > most)
            return constant;
        budget.Take(constant.ByteLength, "the tensors that are read into memory");
        return new MemoryConstant(constant.ReadAll());
    }
}
