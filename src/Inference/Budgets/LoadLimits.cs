namespace Fovea.Inference;

/// <summary>
/// What loading one model may take. The same limits, without that of time, hold for each plan that is compiled later. Networks of the model
/// zoos stay far below; a file above is refused with <see cref="LoadLimitException"/>.
/// </summary>
public sealed record LoadLimits
{
    /// <summary>
    /// How many bytes of working memory each byte of the model's files allows, besides <see cref="MaxBytes"/>: tensors that are stored as
    /// numbers are held twice while they are read, and Winograd's weights are four times as large as those in the file.
    /// </summary>
    public const int BytesPerFileByte = 4;

    /// <summary>How many bytes of the model's files allow one more second, besides <see cref="MaxTime"/>.</summary>
    public const long FileBytesPerSecond = 16 << 20;

    /// <summary>How much computing each byte of the model's files allows, besides <see cref="MaxFoldingCost"/>.</summary>
    internal const double CostPerFileByte = 4;

    /// <summary>The most bytes of files that allow more.</summary>
    internal const long MostFileBytes = 4L << 30;

    private const long Mebibyte = 1L << 20;

    // A message with its lists, as the protobuf library and the graph hold it, and room for what it holds.
    private const int BytesPerObject = 1024;

    /// <summary>
    /// The most messages and texts in the file (nodes, attributes, tensors, inputs, names) and nodes and values of its graph. Default: one
    /// for each 1,024 bytes of the default of <see cref="MaxBytes"/>.
    /// </summary>
    public long MaxObjects { get; init; } = ObjectsFor(DefaultBytes);

    /// <summary>
    /// The most working memory in bytes, besides <see cref="BytesPerFileByte"/> for each byte of the files: lists of numbers, operands,
    /// scratch memory and results of constants that are computed, packed weights. Default: 2 GiB, or a quarter of the memory that the
    /// process may use where that is less.
    /// </summary>
    public long MaxBytes { get; init; } = DefaultBytes;

    /// <summary>
    /// The most computing for constants, in vector operations; a processor core does one to three billion a second. Default 2^32.
    /// </summary>
    public double MaxFoldingCost { get; init; } = 1L << 32;

    /// <summary>
    /// The most processor time that loading may take on its thread, where the system tells it (Linux), else the most time; eight times as
    /// much may pass. Default unlimited.
    /// </summary>
    public TimeSpan MaxTime { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>Without limits.</summary>
    internal static LoadLimits None { get; } =
        new() { MaxObjects = long.MaxValue, MaxBytes = long.MaxValue, MaxFoldingCost = double.MaxValue };

    private static long DefaultBytes =>
        Math.Min(2048 * Mebibyte, Math.Max(Mebibyte, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4));

    /// <summary>How many objects these bytes are enough for.</summary>
    public static long ObjectsFor(long bytes) => Math.Max(1, bytes / BytesPerObject);
}
