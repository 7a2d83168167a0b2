namespace Fovea.Kernels.Simd;

/// <summary>
/// How products of bytes are added to a vector of sums, one sum per column of a matrix. Operands are words of four bytes along the depth: a
/// word of a row meets the words of as many columns as the vector has sums, and each sum grows by four products.
/// </summary>
/// <typeparam name="TSum">The raw vector type of the sums.</typeparam>
/// <typeparam name="TOperand">What a word of a row, or the words of the columns, become before they are multiplied.</typeparam>
internal unsafe interface IByteProducts<TSum, TOperand>
    where TSum : struct
    where TOperand : struct
{
    /// <summary>
    /// What is added to each byte of a row as it is read: 128 or -128 where the instruction takes the other kind of bytes, signed or not,
    /// than rows have. Bytes of columns are signed.
    /// </summary>
    static abstract int RowShift { get; }

    /// <summary>The rows of the tallest register tile of so many vectors (1 to 3).</summary>
    static abstract int MaxRows(int vectors);

    /// <summary>The words of as many columns as there are sums, one behind the other.</summary>
    static abstract TOperand LoadColumns(sbyte* source);

    /// <summary>As many words of a row as there are sums.</summary>
    static abstract TOperand LoadRow(int* words);

    /// <summary>
    /// The first <paramref name="count"/> (1 to as many as there are sums - 1) words of a row, and zeros; memory after them is not
    /// accessed.
    /// </summary>
    static abstract TOperand LoadRowTail(int* words, int count);

    /// <summary>A word of a row, for every sum.</summary>
    static abstract TOperand BroadcastRow(int* word);

    /// <summary>The sum, and the four products of the row's bytes and the column's.</summary>
    static abstract TSum MultiplyAdd(TSum sum, TOperand row, TOperand columns);
}
