using LogOdds.Data;
using LogOdds.IO;

namespace LogOdds.Tests;

/// <summary>Tile files: what comes back, and what is refused.</summary>
public sealed class TileFileTests : IDisposable
{
    private const string Text = "y,x,race\n1,0.5,white\n0,,black\n1,1e300,\n0,-7,white\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_table_comes_back_whatever_blocks_it_is_written_in()
    {
        var random = new Random(23);
        for (var trial = 0; trial < 60; trial++)
        {
            var (rows, columns) = (random.Next(1, 300), random.Next(1, 6));
            var table = new Table(Enumerable.Range(0, columns).Select(j => RandomColumn(random, j, rows)));
            var path = _folder.PathOf($"{trial}.tiles");
            using (var writer = new TileWriter(path))
            {
                for (int start = 0, end; start < rows; start = end)
                {
                    end = Math.Min(rows, start + random.Next(1, 200));
                    writer.Append(WithOwnLevels(table.Select([.. Enumerable.Range(start, end - start)])));
                }
                writer.Finish();
            }
            using var tiles = TileFile.Open(path);
            tiles.Verify();
            RequireSameColumns(WithOwnLevels(table), tiles.Table);
        }
    }

    [Fact]
    public void Many_rows_make_the_file_grow_and_several_tiles()
    {
        var path = _folder.PathOf("t.tiles");
        var (numbers, texts) = (new List<double>(), new List<string>());
        using (var writer = new TileWriter(path))
        {
            for (var block = 0; block < 9; block++)
            {
                var values = Enumerable.Range(0, 30_001).Select(i => block + i / 7.0).ToArray();
                var levels = values.Select((_, i) => $"level {(i + block) % (5 + block)}").ToArray();
                writer.Append(new Table([new NumericColumn("x", values), CategoricalColumn.FromTexts("f", levels)]));
                numbers.AddRange(values);
                texts.AddRange(levels);
            }
            writer.Finish();
        }
        using var tiles = TileFile.Open(path);
        tiles.Verify();
        RequireSameColumns(new Table([new NumericColumn("x", numbers.ToArray()), CategoricalColumn.FromTexts("f", texts)]), tiles.Table);
    }

    [Fact]
    public void A_packed_text_is_the_table_that_is_read_from_it_with_the_same_lines()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 6; trial++)
        {
            var text = new System.Text.StringBuilder("a,b,c\n");
            for (var row = random.Next(1, 60); row > 0; row--)
            {
                if (random.Next(9) == 0) text.Append('\n');
                text.Append(random.Next(5) == 0 ? "NA" : random.NextDouble().ToString("R")).Append(',').Append((char)('p' + random.Next(4))).Append(',').Append(random.Next(7) == 0 ? "x" : "3").Append('\n');
            }
            var source = _folder.Write($"{trial}.csv", text.ToString());
            foreach (var chunk in new[] { 1, 40, 1 << 20 })
            {
                var options = new ReadOptions { ChunkBytes = chunk };
                using var tiles = TileFile.Pack([source], _folder.PathOf($"{trial}.tiles"), options);
                tiles.Verify();
                Csv.Same(TableReader.Read(source, options), tiles.Table);
            }
        }
    }

    [Fact]
    public void The_same_text_gives_the_same_bytes_however_it_is_read()
    {
        var source = _folder.Write("t.csv", Text);
        byte[] Packed(ReadOptions options)
        {
            using (TileFile.Pack([source], _folder.PathOf("t.tiles"), options))
            {
            }
            return File.ReadAllBytes(_folder.PathOf("t.tiles"));
        }
        var once = Packed(new ReadOptions());
        foreach (var chunk in new[] { 1, 16, 30 })
            foreach (var threads in new[] { 1, 3 }) Assert.Equal(once, Packed(new ReadOptions { ChunkBytes = chunk, Threads = threads }));
    }

    [Fact]
    public void Numbers_in_32_bits_take_half_the_room_and_are_fitted_as_the_rounded_numbers()
    {
        const int rows = 70_000;
        var random = new Random(7);
        var numbers = Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, rows).Select(_ => 3 * random.NextDouble() + 5).ToArray()).ToArray();
        var y = Enumerable.Range(0, rows).Select(i => random.NextDouble() < 1 / (1 + Math.Exp(6.5 - numbers[0][i])) ? 1.0 : 0).ToArray();
        foreach (var hasMissing in new[] { false, true })
        {
            if (hasMissing) (numbers[1][5], numbers[2][rows - 1]) = (NumericColumn.Missing, NumericColumn.Missing);
            var table = new Table(numbers.Select((values, j) => new NumericColumn($"x{j}", values)).Append(new NumericColumn("y", y)));
            var rounded = new Table(numbers.Select((values, j) => new NumericColumn($"x{j}", values.Select(value => NumericColumn.IsMissingValue(value) ? value : (float)value).ToArray())).Append(new NumericColumn("y", y)));
            foreach (var storage in Enum.GetValues<NumberStorage>())
            {
                using var writer = new TileWriter(_folder.PathOf($"{storage}.tiles"), storage: storage);
                writer.Append(table);
                writer.Finish();
            }
            var full = new FileInfo(_folder.PathOf("Double.tiles")).Length;
            Assert.InRange(new FileInfo(_folder.PathOf("Single.tiles")).Length, full / 2, full / 2 + 20_000);
            using var tiles = TileFile.Open(_folder.PathOf("Single.tiles"));
            tiles.Verify();
            RequireSameColumns(rounded, tiles.Table);
            var options = new FitOptions { Solver = new LogOdds.Solvers.Newton() };
            foreach (var formula in new[] { "y ~ .", "y ~ log(x0) + x1:x2", "y ~ x0 + I(x3 > 6)" })
            {
                var (expected, actual) = (LogisticRegression.Fit(rounded, formula, options), LogisticRegression.Fit(tiles.Table, formula, options));
                Assert.Equal(expected.Rows.Used, actual.Rows.Used);
                foreach (var (own, theirs) in expected.Coefficients.Zip(actual.Coefficients))
                {
                    Assert.InRange(Math.Abs(own.Estimate!.Value - theirs.Estimate!.Value), 0, 1e-12 * Math.Max(1, Math.Abs(own.Estimate.Value)));
                    Assert.InRange(Math.Abs(own.StandardError!.Value - theirs.StandardError!.Value), 0, 1e-12);
                }
            }
        }
    }

    [Fact]
    public void What_is_no_number_stays_so_in_32_bits()
    {
        double[] values = [1.1, double.NaN, double.PositiveInfinity, NumericColumn.Missing, -0.0, 1e-60, BitConverter.Int64BitsToDouble(0x7FF8_00F4_4000_0000)];
        using (var writer = new TileWriter(_folder.PathOf("t.tiles"), storage: NumberStorage.Single))
        {
            writer.Append(new Table([new NumericColumn("x", values), CategoricalColumn.FromTexts("f", values.Select(value => $"{value}"))]));
            writer.Finish();
        }
        using (var tiles = TileFile.Open(_folder.PathOf("t.tiles")))
        {
            var x = (NumericColumn)tiles.Table["x"];
            Assert.Equal([(float)1.1, double.NaN, double.PositiveInfinity, double.NaN, 0, 0, double.NaN], x.Values.ToArray());
            Assert.Equal([false, false, false, true, false, false, false], Enumerable.Range(0, values.Length).Select(x.IsMissing));
            Assert.Equal(1, x.CountMissing());
            Assert.Equal(double.NegativeInfinity, 1 / x.Values[4]);
        }
        using var large = new TileWriter(_folder.PathOf("u.tiles"), storage: NumberStorage.Single);
        large.Append(new Table([new NumericColumn("x", new[] { 1, 1e39 })]));
        Assert.Equal("column 'x' holds 1E+39 in row 2, which 32 bits cannot. Pack it with 64 bits a number.", Assert.Throws<UnusableDataException>(large.Finish).Message);
    }

    [Fact]
    public void Only_the_columns_that_are_asked_for_are_kept()
    {
        var source = _folder.Write("t.csv", Text);
        foreach (var chunk in new[] { 8, 1 << 20 })
        {
            var options = new ReadOptions { ChunkBytes = chunk, Columns = ["race", "y"] };
            using var tiles = TileFile.Pack([source], _folder.PathOf("t.tiles"), options);
            Assert.Equal(["y", "race"], tiles.Table.Columns.Select(column => column.Name));
            Csv.Same(TableReader.Read(source, options), tiles.Table);
            Assert.Contains("there is no column 'rice'. Did you mean 'race'?", Assert.Throws<UnusableDataException>(() => TileFile.Pack([source], _folder.PathOf("u.tiles"), options with { Columns = ["rice"] })).Message);
        }
    }

    [Fact]
    public void Moments_are_those_of_the_table_and_are_there_without_a_walk()
    {
        var source = _folder.Write("t.csv", Text);
        using var tiles = TileFile.Pack([source], _folder.PathOf("t.tiles"));
        var expected = TableReader.Read(source);
        foreach (var name in new[] { "y", "x" })
        {
            Assert.Equal(((NumericColumn)expected[name]).Summary, ((NumericColumn)tiles.Table[name]).Summary);
            Assert.Equal(expected[name].CountMissing(), tiles.Table[name].CountMissing());
        }
        Assert.Equal(1, tiles.Table["race"].CountMissing());
    }

    [Fact]
    public void A_changed_bit_anywhere_in_the_values_is_told_by_column_and_rows()
    {
        var path = Packed(out _);
        var bytes = File.ReadAllBytes(path);
        // Columns are padded to pages: y, x and race take one each behind the header.
        foreach (var (at, column) in new[] { (4096, "y"), (2 * 4096 + 31, "x"), (3 * 4096 + 5, "race") })
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 4;
            File.WriteAllBytes(path, damaged);
            using var tiles = TileFile.Open(path);
            var fault = Assert.Throws<UnusableDataException>(() => tiles.Table[column].CountMissing());
            Assert.Equal($"{path}: the tile file cannot be used: rows 1 to 4 of column '{column}' are damaged. Copy it again, or pack the source again.", fault.Message);
            Assert.Equal(fault.Message, Assert.Throws<UnusableDataException>(tiles.Verify).Message);
            Assert.Equal(fault.Message, Assert.Throws<UnusableDataException>(() => tiles.Table[column].TextAt(0)).Message);
            foreach (var other in tiles.Table.Columns.Where(other => other.Name != column)) other.CountMissing();
        }
    }

    [Fact]
    public void Any_damage_to_header_directory_or_length_is_refused()
    {
        var path = Packed(out _);
        var bytes = File.ReadAllBytes(path);
        var directory = 4 * 4096;
        foreach (var at in Enumerable.Range(0, 56).Concat(Enumerable.Range(directory, bytes.Length - directory)))
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 16;
            File.WriteAllBytes(path, damaged);
            Assert.Throws<UnusableDataException>(() => TileFile.Open(path).Dispose());
        }
        foreach (var length in new[] { 0, 1, 8, 63, 4096, 4097, directory + 1, bytes.Length - 1 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            Assert.Contains(length < 8 ? "this is not a tile file" : "cut off", Assert.Throws<UnusableDataException>(() => TileFile.Open(path)).Message);
        }
        File.WriteAllBytes(path, [.. bytes, 0]);
        Assert.Contains("longer than it was", Assert.Throws<UnusableDataException>(() => TileFile.Open(path)).Message);
    }

    [Fact]
    public void Later_versions_and_other_files_are_told_apart()
    {
        var path = Packed(out var source);
        var bytes = File.ReadAllBytes(path);
        bytes[8] = 2;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("this is a tile file of version 2; this release reads version 1", Assert.Throws<UnusableDataException>(() => TileFile.Open(path)).Message);
        Assert.Contains("this is not a tile file", Assert.Throws<UnusableDataException>(() => TileFile.Open(source)).Message);
        Assert.Contains("there is no such file", Assert.Throws<UnusableDataException>(() => TileFile.Open(_folder.PathOf("none.tiles"))).Message);
        Assert.False(TileFile.Is(source));
        Assert.False(TileFile.Is(_folder.PathOf("none.tiles")));
    }

    [Fact]
    public void A_file_whose_source_has_changed_is_stale_and_one_whose_source_is_gone_is_not()
    {
        var path = Packed(out var source);
        Assert.True(TileFile.Is(path));
        TileFile.Open(path).Dispose();
        File.SetLastWriteTimeUtc(source, File.GetLastWriteTimeUtc(source).AddSeconds(2));
        Assert.Equal($"{path}: it was packed from {source}, which has changed since. Pack it again.", Assert.Throws<UnusableDataException>(() => TileFile.Open(path)).Message);
        File.Delete(source);
        TileFile.Open(path).Dispose();
    }

    [Fact]
    public void A_tile_file_is_data_like_any_other_but_alone()
    {
        var path = Packed(out var source);
        Csv.Same(TableReader.Read(source), TableReader.Read(path));
        Assert.Contains("a tile file is read alone", Assert.Throws<UnusableDataException>(() => TableReader.Read([source, path])).Message);
        Assert.Contains("a tile file already", Assert.Throws<UnusableDataException>(() => TileFile.Pack([path], _folder.PathOf("u.tiles"))).Message);
    }

    [Fact]
    public void Nothing_is_left_where_packing_fails()
    {
        var source = _folder.Write("bad.csv", "a,b\n1,2\n3\n");
        var target = _folder.PathOf("bad.tiles");
        Assert.Contains("line 3", Assert.Throws<UnusableDataException>(() => TileFile.Pack([source], target)).Message);
        Assert.Equal(["bad.csv"], Directory.GetFiles(Path.GetDirectoryName(source)!).Select(Path.GetFileName));
        Assert.Contains("there is no folder", Assert.Throws<UnusableDataException>(() => TileFile.Pack([source], _folder.PathOf("none/t.tiles"))).Message);
    }

    [Fact]
    public void A_packing_that_is_interrupted_goes_on_and_gives_the_same_file()
    {
        var random = new Random(8);
        var text = new System.Text.StringBuilder("a, f,b\n");
        for (var row = 0; row < 400; row++)
        {
            if (random.Next(50) == 0) text.Append('\n');
            text.Append(random.Next(9)).Append(random.Next(2) == 0 ? ",x" : ",  y").Append(row > 200 ? ",late\n" : ",7\n");
        }
        var source = _folder.Write("t.csv", text.ToString());
        var (target, whole) = (_folder.PathOf("t.tiles"), _folder.PathOf("whole.tiles"));
        var options = new ReadOptions { ChunkBytes = 64, JournalBytes = 1, Threads = 2 };
        TileFile.Pack([source], whole, options).Dispose();
        var resumed = 0;
        for (var trial = 0; trial < 6; trial++)
        {
            var notices = new List<string>();
            for (var stops = 0; ; stops++)
            {
                using var stop = new CancellationTokenSource();
                var left = random.Next(1, 60);
                var progress = stops < 3 ? new Stopper(() => --left == 0, stop) : null;
                try
                {
                    TileFile.Pack([source], target, options with { Progress = progress, Cancellation = stop.Token }, notices.Add).Dispose();
                    break;
                }
                catch (OperationCanceledException)
                {
                    Assert.False(File.Exists(target));
                }
            }
            resumed += notices.Count;
            Assert.All(notices, notice => Assert.Contains("goes on where that stopped", notice));
            Assert.Equal(File.ReadAllBytes(whole), File.ReadAllBytes(target));
            File.Delete(target);
            Assert.Equal(3, Directory.GetFiles(Path.GetDirectoryName(target)!).Length + 1);
        }
        Assert.True(resumed > 3);
    }

    [Fact]
    public void A_packing_of_something_else_is_not_gone_on_with()
    {
        var source = _folder.Write("t.csv", "a,b\n" + string.Concat(Enumerable.Repeat("1,2\n", 100)));
        var target = _folder.PathOf("t.tiles");
        var options = new ReadOptions { ChunkBytes = 32, JournalBytes = 1, Threads = 1 };
        using var stop = new CancellationTokenSource();
        var left = 5;
        Assert.ThrowsAny<OperationCanceledException>(() => TileFile.Pack([source], target, options with { Progress = new Stopper(() => --left == 0, stop), Cancellation = stop.Token }));
        Assert.True(File.Exists(PackJournal.PathOf(target)));
        _folder.Write("t.csv", "a,b\n" + string.Concat(Enumerable.Repeat("3,4\n", 101)));
        var notices = new List<string>();
        using (var tiles = TileFile.Pack([source], target, options, notices.Add)) Csv.Same(TableReader.Read(source), tiles.Table);
        Assert.Contains("starts anew", Assert.Single(notices));
        Assert.Equal(["t.csv", "t.tiles"], Directory.GetFiles(Path.GetDirectoryName(target)!).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Blocks_that_do_not_fit_the_first_are_refused()
    {
        using var writer = new TileWriter(_folder.PathOf("t.tiles"));
        Assert.Contains("no row", Assert.Throws<UnusableDataException>(writer.Finish).Message);
        writer.Append(new Table([new NumericColumn("x", new double[] { 1 })]));
        Assert.Contains("'z' where the first had 'x'", Assert.Throws<UnusableDataException>(() => writer.Append(new Table([new NumericColumn("z", new double[] { 1 })]))).Message);
        Assert.Contains("numbers in the first rows and texts", Assert.Throws<UnusableDataException>(() => writer.Append(new Table([CategoricalColumn.FromTexts("x", ["a"])]))).Message);
        Assert.Contains("2 columns", Assert.Throws<UnusableDataException>(() => writer.Append(new Table([new NumericColumn("x", new double[] { 1 }), new NumericColumn("z", new double[] { 1 })]))).Message);
    }

    private string Packed(out string source)
    {
        source = _folder.Write("t.csv", Text);
        var path = _folder.PathOf("t.tiles");
        TileFile.Pack([source], path).Dispose();
        return path;
    }

    private static Column RandomColumn(Random random, int j, int rows)
    {
        double[] special = [NumericColumn.Missing, double.NaN, double.PositiveInfinity, -0.0, double.MaxValue, double.Epsilon];
        if (random.Next(2) == 0) return new NumericColumn($"n{j}", Enumerable.Range(0, rows).Select(_ => random.Next(6) == 0 ? special[random.Next(special.Length)] : random.NextDouble()).ToArray());
        string?[] texts = [null, "", "a", "B", "b", "ä\n\"", "zz", "1"];
        return CategoricalColumn.FromTexts($"c{j}", Enumerable.Range(0, rows).Select(_ => texts[random.Next(texts.Length)]));
    }

    /// <summary>The table with those levels only that occur in it, as a block has them.</summary>
    private static Table WithOwnLevels(Table table) => new(table.Columns.Select(column => column is CategoricalColumn
        ? CategoricalColumn.FromTexts(column.Name, Enumerable.Range(0, column.Rows).Select(row => column.IsMissing(row) ? null : column.TextAt(row))) : column));

    private static void RequireSameColumns(Table expected, Table actual)
    {
        Assert.Equal(expected.Columns.Select(column => (column.Name, column.GetType())), actual.Columns.Select(column => (column.Name, column.GetType())));
        foreach (var column in expected.Columns)
        {
            if (column is NumericColumn numbers) Assert.Equal(numbers.Values.ToArray().Select(BitConverter.DoubleToInt64Bits), ((NumericColumn)actual[column.Name]).Values.ToArray().Select(BitConverter.DoubleToInt64Bits));
            else
            {
                Assert.Equal(((CategoricalColumn)column).Levels, ((CategoricalColumn)actual[column.Name]).Levels);
                Assert.Equal(((CategoricalColumn)column).Codes, ((CategoricalColumn)actual[column.Name]).Codes);
            }
            Assert.Equal(column.CountMissing(), actual[column.Name].CountMissing());
        }
    }

    /// <summary>Cancels when it is told of progress for the time that is asked for.</summary>
    private sealed class Stopper(Func<bool> isTime, CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value)
        {
            if (isTime()) stop.Cancel();
        }
    }
}
